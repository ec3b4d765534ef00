// What a page from elsewhere can do to a server of this computer; its findings stand on the body.
const asked = new URLSearchParams(location.search);
const agent = asked.get("agent"), face = asked.get("face");
const found = { tried: 0, read: 0, opened: 0, embedded: 0 };
const soon = 2000;

const within = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, soon))]);

async function fetched(url, options) {
  found.tried += 1;
  try {
    const answer = await within(fetch(url, { credentials: "include", ...options }));
    // "opaque": sent, and nothing of the answer can be read.
    if (answer && answer.type !== "opaque" && answer.type !== "opaqueredirect") found.read += 1;
  } catch { /* refused */ }
}

function loaded(element, name, url) {
  found.tried += 1;
  return within(new Promise((done) => {
    element.onload = () => { found.read += 1; done(); };
    element.onerror = done;
    element[name] = url;
    document.body.append(element);
  }));
}

function framed(url) {
  found.tried += 1;
  const frame = document.createElement("iframe");
  return within(new Promise((done) => {
    frame.onload = () => {
      // The browser's own page of a refusal cannot be looked into either: whether it is the register's shows in its size.
      try { if (frame.contentDocument) found.embedded += 1; } catch { /* it is another origin's */ }
      
      done();
    };
    frame.src = url;
    document.body.append(frame);
  }));
}

function posted(url, kind, text) {
  found.tried += 1;
  const frame = document.createElement("iframe");
  frame.name = "hidden" + found.tried;
  const form = document.createElement("form");
  Object.assign(form, { method: "POST", action: url, enctype: kind, target: frame.name });
  const field = document.createElement("input");
  Object.assign(field, { name: text, value: "" });
  form.append(field);
  document.body.append(frame, form);
  form.submit();
  return within(new Promise((done) => { frame.onload = done; }));
}

function connected(url, protocol) {
  found.tried += 1;
  return within(new Promise((done) => {
    const socket = new WebSocket(url, protocol);
    socket.onopen = () => { found.opened += 1; done(); };
    socket.onerror = done;
  }));
}

async function attack() {
  const work = [];
  for (const route of ["/", "/index.html", "/catlink.js", "/healthz", "/ws", "/nothing"]) {
    const url = `http://${agent}${route}`;
    work.push(fetched(url), fetched(url, { mode: "no-cors" }));
    work.push(fetched(url, { mode: "no-cors", method: "POST", body: "{}" }));
    work.push(fetched(url, { method: "PUT", body: "{}" }), fetched(url, { method: "DELETE" }));
    work.push(loaded(document.createElement("img"), "src", url));
    work.push(loaded(document.createElement("script"), "src", url));
    work.push(posted(url, "text/plain", '{"v":1}'));
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  work.push(loaded(link, "href", `http://${agent}/style.css`));
  work.push(connected(`ws://${agent}/ws`, "catlink.v1"), connected(`ws://${agent}/ws`));
  work.push(connected(`ws://${agent.replace("127.0.0.1", "localhost")}/ws`, "catlink.v1"));
  const orders = [
    ["/plug", { in: false }], ["/act", { act: "cancel" }], ["/fault", { fault: "die" }], ["/script", {}],
  ];
  for (const [route, order] of orders) {
    const url = `http://${face}${route}`, text = JSON.stringify(order);
    work.push(fetched(url, { mode: "no-cors", method: "POST", body: text }));
    work.push(fetched(url, { method: "POST", body: text, headers: { "content-type": "application/json" } }));
    work.push(posted(url, "text/plain", text), posted(url, "application/x-www-form-urlencoded", text));
    work.push(loaded(document.createElement("img"), "src", url));
  }
  work.push(fetched(`http://${face}/faults`, { method: "DELETE" }), fetched(`http://${face}/state`));
  work.push(framed(`http://${agent}/`), framed(`http://${face}/`));
  await Promise.all(work);
  document.body.dataset.done = JSON.stringify(found);
}

attack();
