/** Places that careless pages put text into as it is, and what careless code does to it before. */

type Sink = (text: string) => string;

const markup: readonly Sink[] = [
  (text) => `<p>${text}</p>`,
  (text) => `<p title="${text}">x</p>`,
  (text) => `<p title='${text}'>x</p>`,
  (text) => `<p title=${text}>x</p>`,
  (text) => `<a href="${text}">x</a>`,
  (text) => `<p style="color:${text}">x</p>`,
  (text) => `<title>${text}</title>`,
  (text) => `<textarea>${text}</textarea>`,
  (text) => `<!-- ${text} -->`,
];

const entities = /&(?:lt|gt|#60|#62);?/gi;

const changes: readonly Sink[] = [
  (text) => text.replaceAll("\0", ""),
  (text) => text.replace(/[\0\xad\u200b\u202a-\u202e\ufeff]/g, ""),
  (text) => text.replace(entities, (entity) => /lt|60/i.test(entity) ? "<" : ">"),
  (text) => decodeURIComponent(decodeURIComponent(text)),
  (text) => text.replace(/\\(?:u00|x)([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16))),
  (text) => text.replace(/\+(ADw|AD4)-/g, (_, code) => code === "ADw" ? "<" : ">"),
  (text) => text.normalize("NFKC"),
  (text) => text.replace(/<\/?script>/g, ""),
  (text) => text.toUpperCase(),
  (text) => new URL(text, "http://shop.example").pathname,
];

/** Where only running it shows that it runs. */
const code: readonly Sink[] = [
  (text) => `<script>globalThis.x = '${text}';</script>`,
  (text) => `<script>globalThis.x = "${text}";</script>`,
  (text) => `<script>globalThis.x = \`${text}\`;</script>`,
  (text) => `<script>globalThis.x = '${text.replaceAll("'", "\\'")}';</script>`,
  (text) => `<script>// ${text}\n</script>`,
  (text) => `<body>${text}`,
];

/** Every page of markup that carelessness makes of the text. */
export function toCarelessPages(text: string): string[] {
  const texts = new Set([text]);
  for (const change of changes) {
    try {
      texts.add(change(text));
    } catch {
      // It cannot be decoded at all.
    }
  }
  return [...texts].flatMap((one) => markup.map((sink) => sink(one)));
}

/** Pages whose script the text may become a part of. */
export function toCarelessScripts(text: string): string[] {
  return code.map((sink) => sink(text));
}
