// What a hosted page does first; its findings stand on the body.
const asked = new URLSearchParams(location.search);
const agent = asked.get("agent"), code = asked.get("code");
const found = { here: false, read: 0, opened: false, answers: [] };
const page_id = "01939c3e-0000-7000-8000-0000000000aa";

async function answers(url, options) {
  try {
    const answer = await fetch(url, { cache: "no-store", ...options });
    if (answer.type !== "opaque" || answer.status !== 0) found.read += 1;
    return true;
  } catch {
    return false;
  }
}

function opened() {
  const socket = new WebSocket(`ws://${agent}/ws`, "catlink.v1");
  return new Promise((done) => {
    socket.onopen = () => done(socket);
    socket.onerror = () => done(null);
  });
}

function said(socket, request) {
  const id = `01939c3e-0000-7000-8000-00000000000${found.answers.length}`;
  return new Promise((done) => {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.kind !== "answer" || message.id !== id) return;
      const outcome = message.outcome;
      found.answers.push(outcome.code ?? outcome.reply.type);
      done(outcome.reply ?? {});
    };
    socket.send(JSON.stringify({ v: 1, id, request }));
  });
}

async function begin() {
  found.here = await answers(`http://${agent}/healthz`, { mode: "no-cors" });
  await answers(`http://${agent}/healthz`, { mode: "cors" });
  await answers(`http://${agent}/`, { mode: "no-cors" });
  const socket = await opened();
  found.opened = socket !== null;
  if (socket) {
    await said(socket, { type: "hello", page_id });
    const { key } = await said(socket, { type: "pair", code });
    await said(socket, { type: "hello", page_id, key });
  }
  document.body.dataset.done = JSON.stringify(found);
}

begin();
