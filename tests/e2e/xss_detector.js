// Put into every frame before anything else runs: tells of script that ran or was stopped, and reads what a page is made of.
(() => {
  const tell = (fault) => globalThis.tellFault?.(`${fault} at ${location.href}`);
  globalThis.alert = () => tell("alert() was called");
  Object.defineProperty(globalThis, "pwned", { set: () => tell("pwned was set") });
  // What the policy stops has got past the escaping all the same.
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
    tell(`the policy stopped ${effectiveDirective} ${blockedURI} ${sample}`);
  });

  const addressAttributes = new Set(
    ("action background data data-href formaction href hx-delete hx-get hx-patch hx-post hx-put manifest ping poster src srcset " +
      "xlink:href").split(" "),
  );
  const dangerousElements = new Set(
    ("applet base button embed form frameset hx-partial iframe input link meta object plaintext portal script style template")
      .split(" "),
  );
  /** Attributes whose value decides what an element does. */
  const decisive = new Set(["enctype", "http-equiv", "method", "name", "rel", "target", "type"]);

  function isOurs(address) {
    const base = location.origin === "null" ? "http://shop.example" : location.origin;
    return URL.canParse(address, base) && new URL(address, base).origin === base;
  }

  function nameOf({ name, value }) {
    return decisive.has(name) || name.startsWith("hx-") ? `${name}=${value.split("?")[0]}` : name;
  }

  function readElement(element, path, found) {
    // Its own notes on the elements of an open page, made at a time of its own.
    const attributes = [...element.attributes].filter(({ name }) => name !== "data-htmx-powered");
    const mark = `${path}[${attributes.map(nameOf).sort().join()}]`;
    found.marks.add(mark);
    if (
      dangerousElements.has(element.localName) || attributes.some(({ name }) => /^(data-)?hx-/.test(name))
    ) found.dangers.add(mark);
    for (const { name, value } of attributes) {
      const wrong = name.startsWith("on") || name === "srcdoc" || /^(data-)?hx-on/.test(name) ||
        addressAttributes.has(name) && !isOurs(value) ||
        name === "style" && /url\(|behavior|expression/.test(value) ||
        element.localName === "animate" && /script:/i.test(value);
      if (wrong) found.faults.push(`${path} ${name}=${value.slice(0, 200)}`);
    }
  }

  function readChildren(node, path, found) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.COMMENT_NODE || child.nodeType === Node.PROCESSING_INSTRUCTION_NODE) {
        found.marks.add(`${path}>#comment`);
        found.dangers.add(`${path}>#comment`);
      }
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      const here = `${path}>${child.localName}`;
      readElement(child, here, found);
      readChildren(child, here, found);
      if (child.content instanceof DocumentFragment) readChildren(child.content, `${here}>#content`, found);
    }
  }

  /**
   * `marks`: where which elements with which attributes stand; `dangers`: those of them that do something; `faults`: what stands in
   * no page of the shop.
   */
  function read(page) {
    const found = { marks: new Set(), dangers: new Set(), faults: [] };
    readChildren(page, "", found);
    return {
      marks: [...found.marks],
      dangers: [...found.dangers],
      faults: found.faults,
      heading: page.querySelector("h1")?.textContent ?? "",
      field: page.querySelector("#search-field")?.getAttribute("value") ?? "",
      data: page.querySelector("script[type='application/ld+json']")?.textContent ?? "",
    };
  }

  function parse(text, type = "text/html") {
    const page = new DOMParser().parseFromString(text, type);
    const found = read(page);
    if (type !== "text/html" && page.querySelector("parsererror")) found.faults.push("not well-formed");
    return found;
  }

  /** Sends requests as a page of the shop may, eight at a time, and reads the answers; marks in `known` of a label are left out. */
  async function ask(requests, known) {
    const answers = new Array(requests.length);
    const expected = Object.fromEntries(
      Object.entries(known).map(([label, marks]) => [label, new Set(marks)]),
    );
    let next = 0;
    async function work() {
      while (next < requests.length) {
        const i = next++;
        const { label, path, fields, headers = {} } = requests[i];
        const body = fields && new URLSearchParams(fields);
        try {
          const answer = await fetch(path, { ...(fields ? { method: "POST", body } : {}), headers });
          const [type] = (answer.headers.get("content-type") ?? "").split(";");
          const text = await answer.text();
          const found = parse(/xml$|html$/.test(type) ? text : "", type.endsWith("xml") ? type : "text/html");
          const marks = found.marks.filter((mark) => !expected[label]?.has(mark));
          answers[i] = { ...found, marks, dangers: [], status: answer.status, type };
        } catch (error) {
          answers[i] = { marks: [], dangers: [], faults: [String(error)], status: 0, type: "" };
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, work));
    return answers;
  }

  globalThis.detector = { read: () => read(document), parse, ask };
})();
