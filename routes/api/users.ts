/** Users, as the shop's own system knows them. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { NotFoundError } from "../../errors.ts";
import type { Services } from "../../services/services.ts";
import type { AppEnv } from "../settings.ts";
import { json, problems, toUserJson, userSchema } from "./answers.ts";
import { defined } from "./filters.ts";
import { idText, limitBody, must, refuseInvalid, text } from "./input.ts";

const create = createRoute({
  method: "post",
  path: "/api/users",
  tags: ["Users"],
  summary: "Create a user",
  request: {
    body: {
      content: {
        "application/json": {
          schema: z.object({
            external_id: text(200, "The id in the shop's own system; unique").optional(),
            name: text(200, "Shown to nobody but the user").optional(),
          }, must("must be an object")).openapi("NewUser"),
        },
      },
    },
  },
  responses: {
    201: {
      ...json(userSchema, "Created"),
      headers: z.object({ Location: z.string().openapi({ example: "/api/users/1" }) }),
    },
    ...problems(400, 409, 413, 415, 503),
  },
  middleware: limitBody(64),
});

const find = createRoute({
  method: "get",
  path: "/api/users/{id}",
  tags: ["Users"],
  summary: "One user",
  request: { params: z.object({ id: idText("User") }) },
  responses: { 200: json(userSchema, "The user"), ...problems(400, 404) },
});

export function createUserRoutes({ users }: Services) {
  return new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
    .openapi(create, async (c) => {
      const { external_id: externalId, name } = c.req.valid("json");
      const user = await users.create(defined({ externalId, name }));
      c.header("Location", `/api/users/${user.id}`);
      return c.json(toUserJson(user), 201);
    })
    .openapi(find, async (c) => {
      const { id } = c.req.valid("param");
      const user = await users.find(id);
      if (!user) throw new NotFoundError(`Cannot find user ${id}: there is none`);
      c.header("Cache-Control", "private, no-store");
      return c.json(toUserJson(user), 200);
    });
}
