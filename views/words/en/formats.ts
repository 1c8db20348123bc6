import { createFormats } from "../formats.ts";

export const { number, percent, plural, day, moment } = createFormats("en");
