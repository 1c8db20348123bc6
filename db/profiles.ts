/** What a user told or was given about their taste. */
import { eq } from "drizzle-orm";
import type { Database } from "./open.ts";
import { userProfiles } from "./schema.ts";
import type { Writer } from "./writer.ts";

export interface Profile {
  readonly userId: number;
  readonly preferences: Record<string, unknown>;
  readonly updatedAt: number;
}

export async function findProfile(db: Database, userId: number): Promise<Profile | undefined> {
  return await db.orm.select().from(userProfiles).where(eq(userProfiles.userId, userId)).get();
}

/** Replaces what was known. @throws NotFoundError unknown user */
export async function saveProfile(writer: Writer, profile: Profile): Promise<void> {
  await saveProfiles(writer, [profile]);
}

const save = `INSERT INTO user_profiles (user_id, preferences, updated_at)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
  ON CONFLICT (user_id) DO UPDATE SET preferences = excluded.preferences, updated_at = excluded.updated_at`;

/** The same for many, each thousand in one commit. */
export async function saveProfiles(writer: Writer, profiles: readonly Profile[]): Promise<void> {
  for (let from = 0; from < profiles.length; from += 1000) {
    const rows = profiles.slice(from, from + 1000)
      .map((p) => [p.userId, JSON.stringify(p.preferences), p.updatedAt]);
    await writer.write([{ sql: save, args: [JSON.stringify(rows)] }]);
  }
}
