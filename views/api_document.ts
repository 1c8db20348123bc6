/** The parts of an OpenAPI 3.1 document that its page shows, and examples made from them. */

/** The parts of a JSON Schema that the page shows. */
export interface ApiSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: ApiSchema;
  readonly anyOf?: readonly ApiSchema[];
  readonly oneOf?: readonly ApiSchema[];
  readonly allOf?: readonly ApiSchema[];
}

export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: ApiSchema;
}

type Content = Readonly<Record<string, { readonly schema?: ApiSchema }>>;

export interface ApiOperation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** The parts of an OpenAPI 3.1 document that the page shows. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly security?: readonly object[];
  readonly components?: { readonly schemas?: Readonly<Record<string, ApiSchema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
}

export type Schemas = Readonly<Record<string, ApiSchema>>;

export interface OperationProps {
  readonly path: string;
  readonly method: string;
  readonly operation: ApiOperation;
  readonly server: string;
  readonly schemas: Schemas;
  /** Whether the API key is needed. */
  readonly locked: boolean;
}

/** A command that works as it stands; required parameters and fields have their example. */
export function toCurl({ path, method, operation, server, schemas, locked }: OperationProps): string {
  const parameters = operation.parameters ?? [];
  const filled = parameters.filter((p) => p.in === "path")
    .reduce(
      (address, { name, schema }) => address.replace(`{${name}}`, String(exampleOf(schema, schemas))),
      path,
    );
  const query = parameters.filter((p) => p.in === "query" && p.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, schemas)))}`).join("&");
  const body = operation.requestBody?.content["application/json"]?.schema;
  const host = operation.responses["101"] ? server.replace(/^http/, "ws") : server;
  return [
    `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}'${host}${filled}${query && `?${query}`}'`,
    locked ? `-H "Authorization: Bearer $API_KEY"` : "",
    body ? `-H 'Content-Type: application/json' -d '${JSON.stringify(exampleOf(body, schemas))}'` : "",
  ].filter(Boolean).join(" \\\n  ");
}

function exampleOf(schema: ApiSchema, schemas: Schemas): unknown {
  if (schema.$ref) return exampleOf(schemas[nameOf(schema.$ref)] ?? {}, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.items) return [exampleOf(schema.items, schemas)];
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).filter(([name]) => schema.required?.includes(name))
        .map(([name, property]) => [name, exampleOf(property, schemas)]),
    );
  }
  return schema.type === "string" ? "kettle" : 1;
}

/** The last part of a reference: the name of what it points to. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
