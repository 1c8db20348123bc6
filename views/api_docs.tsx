/** The API on one page, from its OpenAPI document: no script, no other host. */

import { type ApiDocument, type ApiSchema, nameOf, type OperationProps, toCurl } from "./api_document.ts";

interface PageProps {
  readonly document: ApiDocument;
  /** Status, name and meaning of every error. */
  readonly problems: readonly (readonly [
    string,
    { readonly name: string; readonly title: string; readonly help: string },
  ])[];
}

/** The whole page; the document type is added where the answer is made. */
export function ApiDocsPage({ document, problems }: PageProps) {
  const schemas = document.components?.schemas ?? {};
  const server = document.servers?.[0]?.url ?? "";
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation }))
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags ?? []))];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`API · ${document.info.title}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="/api/docs/style.css" />
      </head>
      <body>
        <header>
          <h1>{`${document.info.title} API`}</h1>
          <p>
            <Prose text={document.info.description} />
          </p>
          <p>
            The same for programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI{" "}
            {document.openapi})
          </p>
        </header>
        <nav aria-label="Contents">
          {tags.map((tag) => (
            <>
              <h2>{tag}</h2>
              <ul>
                {operations.filter(({ operation }) => operation.tags?.includes(tag)).map((
                  { path, method },
                ) => (
                  <li>
                    <a href={`#${anchor(method, path)}`}>
                      <code>{`${method.toUpperCase()} ${path}`}</code>
                    </a>
                  </li>
                ))}
              </ul>
            </>
          ))}
          <p>
            <a href="#errors">Errors</a> · <a href="#schemas">Schemas</a>
          </p>
        </nav>
        <main>
          {operations.map(({ path, method, operation }) => (
            <Operation
              path={path}
              method={method}
              operation={operation}
              server={server}
              schemas={schemas}
              locked={(operation.security ?? document.security ?? []).length > 0}
            />
          ))}
          <section id="errors">
            <h2>Errors</h2>
            <table>
              <thead>
                <tr>
                  <th>Status</th>
                  <th>Problem</th>
                  <th>What to do</th>
                </tr>
              </thead>
              <tbody>
                {problems.map(([status, { name, title, help }]) => (
                  <tr id={name}>
                    <td>{status}</td>
                    <td>{title}</td>
                    <td>
                      <Prose text={help} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section id="schemas">
            <h2>Schemas</h2>
            {Object.entries(schemas).map(([name, schema]) => (
              <section id={`schema-${name}`}>
                <h3>{name}</h3>
                {schema.description && (
                  <p>
                    <Prose text={schema.description} />
                  </p>
                )}
                {schema.properties ? <Properties schema={schema} /> : (
                  <p>
                    <Type schema={schema} />
                  </p>
                )}
              </section>
            ))}
          </section>
        </main>
      </body>
    </html>
  );
}

function Operation({ path, method, operation, server, schemas, locked }: OperationProps) {
  const body = operation.requestBody?.content["application/json"]?.schema;
  return (
    <section id={anchor(method, path)}>
      <h2>
        <code>{`${method.toUpperCase()} ${path}`}</code>
      </h2>
      <p>
        <strong>{operation.summary}.</strong> <Prose text={operation.description} />
        {locked && " Needs the API key."}
      </p>
      {(operation.parameters ?? []).length > 0 && (
        <table>
          <thead>
            <tr>
              <th>Parameter</th>
              <th>In</th>
              <th>Type</th>
              <th>Meaning</th>
            </tr>
          </thead>
          <tbody>
            {operation.parameters?.map(({ name, in: place, required, schema }) => (
              <tr>
                <td>
                  <code>{name}</code>
                  {required && " (required)"}
                </td>
                <td>{place}</td>
                <td>
                  <Type schema={schema} />
                </td>
                <td>
                  <Prose text={schema.description} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {body && (
        <p>
          Body: <Type schema={body} />
        </p>
      )}
      <ul>
        {Object.entries(operation.responses).map(([status, { description, content }]) => (
          <li>
            {`${status} ${description}: `}
            {Object.entries(content ?? {}).map(([type, { schema }]) => (
              <>
                <code>{type}</code> {schema && <Type schema={schema} />}
              </>
            ))}
          </li>
        ))}
      </ul>
      <pre><code>{toCurl({ path, method, operation, server, schemas, locked })}</code></pre>
    </section>
  );
}

function Properties({ schema }: { schema: ApiSchema }) {
  return (
    <table>
      <thead>
        <tr>
          <th>Field</th>
          <th>Type</th>
          <th>Meaning</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(schema.properties ?? {}).map(([name, property]) => (
          <tr>
            <td>
              <code>{name}</code>
              {!schema.required?.includes(name) && " (optional)"}
            </td>
            <td>
              <Type schema={property} />
            </td>
            <td>
              <Prose text={property.description} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Text in which words between backticks are code, as OpenAPI writes it. */
function Prose({ text = "" }: { text?: string | undefined }) {
  const code = (part: string) => <code>{part}</code>;
  return <>{text.split("`").map((part, i) => i % 2 === 1 ? code(part) : part)}</>;
}

function Type({ schema }: { schema: ApiSchema }) {
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return <a href={`#schema-${name}`}>{name}</a>;
  }
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) {
    return (
      <>
        {choices.map((choice, i) => (
          <>
            {i > 0 && " or "}
            <Type schema={choice} />
          </>
        ))}
      </>
    );
  }
  if (schema.items) {
    return (
      <>
        list of <Type schema={schema.items} />
        {limits(schema)}
      </>
    );
  }
  if (schema.properties) return <Properties schema={schema} />;
  if (schema.enum) return <>{schema.enum.map((value) => JSON.stringify(value)).join(", ")}{limits(schema)}</>;
  return <>{[schema.type ?? "any"].flat().join(" or ")}{limits(schema)}</>;
}

function limits(schema: ApiSchema): string {
  const parts = [
    schema.format,
    between(schema.minimum, schema.maximum, ""),
    between(schema.minLength, schema.maxLength, " characters"),
    between(schema.minItems, schema.maxItems, " entries"),
    schema.default === undefined ? undefined : `default ${schema.default}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? `, ${parts.join(", ")}` : "";
}

function between(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (to === undefined) return `from ${from}${unit}`;
  return from === undefined ? `up to ${to}${unit}` : `${from} to ${to}${unit}`;
}

function anchor(method: string, path: string): string {
  return `${method}-${path.replaceAll(/[^a-z_-]+/g, "-")}`;
}
