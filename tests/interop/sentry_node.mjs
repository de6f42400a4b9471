// Runs the installed @sentry/node and prints the envelopes that it would send: one line of JSON for each scenario.
//
// Usage: node sentry_node.mjs stream|static. With stream, spans are sent as they end; with static, in a transaction.
// TOPFRAME_NODE_MODULES names the folder that contains node_modules. Nothing leaves the machine.
import { once } from "node:events";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(path.resolve(process.env.TOPFRAME_NODE_MODULES), "topframe.js"));
const Sentry = require("@sentry/node");
const core = createRequire(require.resolve("@sentry/node"))("@sentry/core");

const kept = [];
const bytes = (payload) => {
  if (typeof payload !== "string" && !(payload instanceof Uint8Array)) payload = JSON.stringify(payload);
  return Buffer.from(payload).toString("base64");
};

function transport() {
  return {
    send(envelope) {
      const body = bytes(core.serializeEnvelope(envelope));
      kept.push({ body, items: envelope[1].map(([header, payload]) => [header.type, bytes(payload)]) });
      return Promise.resolve({ statusCode: 200 });
    },
    flush: () => Promise.resolve(true),
  };
}

Sentry.init({
  dsn: "https://public@o1.ingest.example.test/1",
  transport,
  tracesSampleRate: 1.0,
  traceLifecycle: process.argv[2],
  release: "shop@2.4.1",
  environment: "staging",
  dist: "17",
  serverName: "web-3",
  sendDefaultPii: true,
  enableLogs: true,
});

function price(cart) {
  return cart.map((item) => item.price.amount);
}

const scenarios = {
  error() {
    try {
      price([{ price: { amount: 3 } }, {}]);
    } catch (error) {
      Sentry.captureException(error);
    }
  },

  cause() {
    try {
      try {
        JSON.parse("{bad");
      } catch (error) {
        throw new Error("no such order", { cause: error });
      }
    } catch (error) {
      Sentry.captureException(new TypeError("no such cart", { cause: error }));
    }
  },

  aggregate() {
    const inner = new AggregateError([new TypeError("two"), new Error("three")], "stock");
    Sentry.captureException(new AggregateError([new RangeError("one"), inner], "order"));
  },

  // The SDK processes events concurrently. Waiting for each one keeps their order.
  async thrown() {
    for (const thrown of [{ code: 7 }, "a text", undefined, 42]) {
      Sentry.captureException(thrown);
      await Sentry.flush();
    }
  },

  async message() {
    Sentry.captureMessage("Stock is low", "warning");
    await Sentry.flush();
    Sentry.captureMessage("Stock is fine", "log");
    await Sentry.flush();
    Sentry.captureMessage(Sentry.parameterize`Order ${"o-7"} failed after ${3} tries`);
  },

  around() {
    Sentry.addBreadcrumb({ category: "ui.click", message: "Buy", data: { sku: ["A1"] } });
    Sentry.addBreadcrumb({ type: "http", category: "http", level: "error", data: { status_code: 500 } });
    Sentry.setTags({ customer: "a b", count: 5, beta: true, nothing: null });
    Sentry.setExtra("cart", { lines: [1, null], work() {}, big: 10n, number: NaN, day: new Date(0) });
    Sentry.setContext("cart", { items: 2, coupon: null });
    Sentry.setUser({ id: 7, email: "ann@example.test", plan: "pro" });
    Sentry.withScope((scope) => {
      scope.setFingerprint(["{{ default }}", "cart"]);
      scope.setTransactionName("checkout");
      scope.addAttachment({ filename: "core.bin", data: new Uint8Array([0, 10, 255, 13, 10]) });
      scope.addAttachment({ filename: "notes.txt", data: "ünï\n", contentType: "text/plain" });
      Sentry.captureException(new Error("Stock is low"));
    });
  },

  transaction() {
    Sentry.startSpan({ name: "reindex", op: "task", attributes: { rows: 3 } }, () => {
      Sentry.startSpan({ name: "SELECT 1", op: "db", attributes: { "db.system": "sqlite" } }, () => {});
      try {
        Sentry.startSpan({ name: "total", op: "price" }, () => price([{}]));
      } catch (error) {
        Sentry.captureException(error);
      }
    });
  },

  async http() {
    const server = http.createServer(async (request, response) => {
      request.on("data", () => {}); // the SDK captures the body only while a listener reads it
      await once(request, "end");
      Sentry.setUser({ id: "42", email: "ann@example.test" });
      try {
        price([{}]);
      } catch (error) {
        Sentry.captureException(error, { mechanism: { type: "http", handled: false } });
      }
      response.writeHead(500).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const request = http.request({
      host: "127.0.0.1",
      port: server.address().port,
      method: "POST",
      path: "/orders/7?q=a%20b&q=c",
      headers: { "Content-Type": "application/json", Cookie: "theme=dark" },
    });
    request.end('{"sku":"A1"}');
    const [response] = await once(request, "response");
    response.resume();
    await once(response, "end");
    server.close();
    await once(server, "close");
  },

  async rejection() {
    Promise.reject(new Error("nobody waits"));
    await new Promise((resolve) => setImmediate(resolve));
  },

  feedback() {
    const attachments = [{ filename: "screen.png", data: new Uint8Array([137, 80, 78, 71, 13, 10]) }];
    const said = { message: "It broke", name: "Ann", email: "ann@example.test", url: "https://shop.test/" };
    Sentry.captureFeedback(said, { attachments });
  },

  others() {
    Sentry.captureCheckIn(
      { monitorSlug: "nightly", status: "in_progress" },
      { schedule: { type: "crontab", value: "0 0 * * *" } },
    );
    Sentry.logger.warn("Paid", { amount: 3 });
  },
};

for (const [name, scenario] of Object.entries(scenarios)) {
  await Sentry.withIsolationScope(scenario);
  await Sentry.flush(5000);
  process.stdout.write(`${JSON.stringify({ name, envelopes: kept.splice(0) })}\n`);
}
process.exit(0);
