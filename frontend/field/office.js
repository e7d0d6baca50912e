// Talking with the programme's server, in the words that ODK's protocol and our own additions to it have.

/** The server cannot be reached, or what answers is not it (a hotel's login page answers everything). */
export class Unreachable extends Error {}
/** The server asks for patience. */
export class Busy extends Error {
  constructor(seconds) {
    super("busy");
    this.seconds = seconds;
  }
}
/** The access was taken away. */
export class Revoked extends Error {}
/** The server does not take it. */
export class Refused extends Error {
  constructor(status, words, reason = "") {
    super(words || String(status));
    this.status = status;
    this.words = words;
    this.reason = reason;
  }
}

const LONGEST_WAIT = 6 * 3600;

/** One programme's server, as one device may use it. */
export class Office {
  constructor(access, fetcher = fetch) {
    this.base = access.base;
    this.authorization = `Basic ${btoa(`${access.code}:${access.secret}`)}`;
    this.fetcher = (...request) => fetcher(...request);
  }

  async call(path, options = {}) {
    const { patience = 30_000, headers, ...more } = options;
    // Only ever this server, whatever address behind a proxy it believes to have.
    const { pathname, search } = new URL(path, new URL(this.base, location.origin));
    const address = location.origin + pathname + search;
    let answer;
    try {
      answer = await this.fetcher(address, {
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(patience),
        headers: { Authorization: this.authorization, "X-OpenRosa-Version": "1.0", ...headers },
        ...more,
      });
    } catch (error) {
      throw new Unreachable(error.name);
    }
    if (answer.status === 503 || answer.status === 429) throw new Busy(patienceOf(answer));
    if (answer.status === 401) throw new Revoked();
    if (answer.status >= 500) throw new Unreachable(String(answer.status));
    return answer;
  }

  async json(path, options) {
    const answer = await this.call(path, options);
    if (answer.status === 403) throw new Revoked();
    if (!answer.ok && answer.status !== 404) throw new Refused(answer.status, await wordsOf(answer));
    if (!(answer.headers.get("Content-Type") ?? "").includes("json")) throw new Unreachable("not the server");
    return answer.json();
  }

  about() {
    return this.json("about");
  }

  /** A form or a file of one, as bytes. */
  async file(address) {
    const answer = await this.call(address, { patience: 300_000 });
    if (answer.status === 403) throw new Revoked();
    if (!answer.ok) throw new Refused(answer.status, "");
    return answer.arrayBuffer();
  }

  /** Which bytes of a report the server holds: `{state, sha256, files: [{name, sha256, size}], awaits}`. */
  receipt(instanceID) {
    return this.json(`receipt/${encodeURIComponent(instanceID)}`);
  }

  /** Posts the XML, alone or with one file; returns only once the server has said that it holds it. */
  async post(instanceID, xml, file) {
    const body = new FormData();
    body.set("xml_submission_file", new Blob([xml], { type: "text/xml" }), "xml_submission_file");
    if (file) body.set(file.name, new Blob([file.bytes], { type: file.type }), file.name);
    const size = xml.length + (file?.bytes.byteLength ?? 0);
    const answer = await this.call("submission", { method: "POST", body, patience: 60_000 + size / 2 });
    const said = await answer.text();
    if (answer.status === 201 || answer.status === 202) {
      if (instanceOf(said) !== instanceID) throw new Unreachable("the answer is not about this report");
      return;
    }
    if (answer.ok) throw new Unreachable("not the server");
    throw new Refused(answer.status, messageOf(said), answer.headers.get("X-GoodOffices-Reason") ?? "");
  }

  state(report) {
    return this.json("state", jsonPost(report));
  }

  async answer(said) {
    const answer = await this.call("answer", jsonPost(said));
    if (answer.status === 403) throw new Revoked();
    if (!answer.ok) throw new Refused(answer.status, await wordsOf(answer));
  }
}

const jsonPost = (value) => ({
  method: "POST",
  body: JSON.stringify(value),
  headers: { "Content-Type": "application/json" },
});

/** `Retry-After` in seconds, whether it was given as a number or as a date. */
export function patienceOf(answer, now = Date.now()) {
  const said = answer.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - now) / 1000;
  return Math.min(Math.max(Number.isFinite(seconds) ? seconds : 60, 1), LONGEST_WAIT);
}

const TAG = /<(?:\w+:)?submissionMetadata\b[^>]*\binstanceID\s*=\s*(["'])([\s\S]*?)\1/;
const MESSAGE = /<(?:\w+:)?message\b[^>]*>([\s\S]*?)<\/(?:\w+:)?message>/;
const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** A service worker has no XML parser; these two values are simple enough without. */
const plain = (said) =>
  said
    .replace(/<[^>]*>/g, "")
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => SIGNS[name]);

export const instanceOf = (said) => plain(TAG.exec(said)?.[2] ?? "");
export const messageOf = (said) => plain(MESSAGE.exec(said)?.[1] ?? "").trim().slice(0, 500);

async function wordsOf(answer) {
  const said = await answer.text();
  try {
    return JSON.parse(said).detail ?? "";
  } catch {
    return messageOf(said);
  }
}
