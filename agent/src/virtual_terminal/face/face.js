// The face of the virtual terminal: shows GET /state, turns clicks and keys into POST /act. Holds no state of its own
// but what is being typed and which pane is open.
"use strict";

const POLL_MS = 300;
const $ = (id) => document.getElementById(id);
const shown = new Map();
let pin = "";
let faultList = [];

function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick" || key === "onsubmit") node[key] = value;
    else if (key === "class") node.className = value;
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

// Rebuilds a part only when what it shows has changed, so that focus and scrolling stay.
function part(id, data, build) {
  const key = JSON.stringify(data);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  $(id).replaceChildren(...build());
}

function say(text) {
  $("note").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $("note").textContent = ""; }, 3000);
}

async function post(path, body, method = "POST") {
  try {
    const reply = await fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await reply.json();
    if (!answer.done) say(answer.why);
    await refresh();
    return answer.done;
  } catch (_gone) {
    say("仮想端末に届きません");
    return false;
  }
}

const act = (body) => post("/act", body);

const yen = (amount) => amount.toLocaleString("ja-JP");

function drawDevice(view) {
  const terminal = view.terminal;
  const screen = terminal?.screen;
  $("device").classList.toggle("off-screen", !terminal);
  $("model").textContent = view.model_name;
  $("clock").textContent = terminal ? terminal.terminal_time : "";
  $("link").textContent = terminal ? (terminal.pos_link === "on" ? "POS接続 ON" : "POS接続 OFF") : "電源 OFF";
  $("link").classList.toggle("off", terminal?.pos_link !== "on");
  $("training").hidden = !screen?.training;
  $("display").dataset.tone = screen?.tone ?? "plain";
  $("amount").hidden = !screen?.amount;
  $("amount").textContent = screen?.amount ?? "";
  $("text").textContent = screen?.text ?? "電源が入っていません";
  $("detail").textContent = screen?.detail ?? "「本体」から電源を入れてください";
  $("cancel").disabled = !screen?.may_cancel;
  part("keys", screen?.buttons ?? [], () =>
    (screen?.buttons ?? []).map((key) => el("button", { onclick: () => act(key.act) }, key.label)));
  drawPin(screen?.pin_pad ?? false);
  drawCards(screen);
  if (!terminal) openMenu(false);
}

function drawPin(visible) {
  if (!visible) pin = "";
  $("pin").hidden = !visible;
  part("pin", [visible, pin.length], () => {
    const digit = (text) => el("button", { onclick: () => typePin(text) }, text);
    return [
      el("output", {}, "●".repeat(pin.length)),
      ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(digit),
      el("button", { onclick: () => typePin("clear") }, "訂正"),
      digit("0"),
      el("button", { class: "ok", disabled: pin.length < 4, onclick: () => typePin("ok") }, "確定"),
    ];
  });
}

// The digits stay here: the terminal is only told that they were entered.
function typePin(key) {
  if (key === "clear") pin = "";
  else if (key === "ok") { if (pin.length >= 4) { pin = ""; act({ act: "pin" }); } }
  else if (pin.length < 4) pin += key;
  drawPin(!$("pin").hidden);
}

const ENTRIES = { touch: "タッチ", insert: "挿入", scan: "読取" };

function drawCards(screen) {
  const cards = screen?.cards ?? [];
  part("cards", cards, () => cards.length === 0
    ? [el("p", {}, "カードを使う場面ではありません")]
    : cards.map((card) => el("div", { class: "card" },
      el("span", {}, card.label, card.last4 ? el("small", {}, `****${card.last4}`) : null),
      ...card.entries.map((entry) =>
        el("button", { onclick: () => act({ act: entry, card: card.id }) }, ENTRIES[entry])))));
}

function openMenu(open) {
  $("menu").hidden = !open;
  $("stage").hidden = open;
  $("menu-key").setAttribute("aria-expanded", String(open));
}

function toggle(label, on, body) {
  return el("button", { class: "switch", "aria-pressed": String(on), onclick: () => act(body) },
    label, el("b", {}, on ? "ON" : "OFF"));
}

const METHODS = [[3, "クレジット"], [4, "銀聯"], [5, "iD"], [6, "QUICPay+"], [7, "交通系IC"], [8, "楽天Edy"],
  [9, "WAON"], [10, "nanaco"], [11, "PiTaPa"], [12, "J-Debit"], [13, "QRコード"], [30, "クレ銀三面待ち"]];

function drawMenu(view) {
  const terminal = view.terminal;
  if (!terminal) return;
  const linked = terminal.pos_link === "on";
  const { lump_only: lump, training_locked: locked } = terminal.switches;
  part("menu", [linked, lump, locked], () => {
    const amount = el("input", { inputmode: "numeric", pattern: "[0-9]*", name: "amount", disabled: linked });
    const method = el("select", { name: "payment", disabled: linked },
      ...METHODS.map(([code, name]) => el("option", { value: code }, name)));
    const slip = el("input", { inputmode: "numeric", name: "slip", disabled: linked });
    const byHand = (kind) => async () => {
      const sum = Number(amount.value.replaceAll(",", ""));
      if (!Number.isInteger(sum) || sum < 1) return say("金額を入力してください");
      if (await act({ act: kind, amount: sum, payment: Number(method.value) })) { amount.value = ""; openMenu(false); }
    };
    const voidSlip = async () => {
      if (await act({ act: "hand_void", slip_number: slip.value.padStart(5, "0") })) { slip.value = ""; openMenu(false); }
    };
    const totals = (close) => async () => { if (await act({ act: "daily_total", close })) openMenu(false); };
    return [
      el("h2", {}, "業務メニュー"),
      toggle("POS接続有無", linked, { act: "pos_link", on: !linked }),
      toggle("一括払い固定", lump, { act: "lump_only", on: !lump }),
      toggle("練習モード固定", locked, { act: "training_lock", on: !locked }),
      el("button", { onclick: () => openMenu(false) }, "とじる"),
      el("button", { onclick: totals(false) }, "中間計"),
      el("button", { onclick: totals(true) }, "日計"),
      el("h2", {}, linked ? "手動操作(POS接続を OFF にすると使えます)" : "手動操作"),
      el("form", { onsubmit: (event) => { event.preventDefault(); byHand("hand_sale")(); } },
        el("label", {}, "金額", amount), el("label", {}, "支払種別", method),
        el("button", { class: "go", type: "submit", disabled: linked }, "売上"),
        el("button", { type: "button", disabled: linked, onclick: byHand("hand_return") }, "返品")),
      el("form", { onsubmit: (event) => { event.preventDefault(); voidSlip(); } },
        el("label", {}, "伝票番号", slip), el("button", { type: "submit", disabled: linked }, "取消")),
    ];
  });
}

function drawSlips(slips) {
  part("slips", slips, () => slips.length === 0
    ? [el("p", { class: "empty" }, "印字された伝票はありません")]
    : [el("button", { class: "tear", onclick: () => act({ act: "tear" }) }, "伝票を切り取る"),
      ...[...slips].reverse().map((slip) => el("article", { class: "slip" },
        el("h3", {}, slip.title, el("small", {}, slip.training ? "練習 ・ 仮想端末" : "仮想端末")),
        el("dl", {},
          ...(slip.slip_number ? [el("dt", {}, "伝票番号"), el("dd", {}, slip.slip_number)] : []),
          ...slip.lines.flatMap(([label, value]) =>
            [el("dt", {}, label), el("dd", { class: label === "金額" || label === "合計" ? "total" : "" }, value)]))))]);
}

const TYPES = { sales: "売上", void: "取消", refund: "返品" };

function drawLog(terminal) {
  const log = terminal?.log ?? [];
  const training = terminal?.training_log ?? [];
  part("log", [log, training], () => {
    if (log.length + training.length === 0) return [el("p", { class: "empty" }, "取引はありません")];
    const row = (entry, mark) => el("tr", { class: entry.voided ? "voided" : "" },
      el("td", {}, mark + entry.slip_number), el("td", {}, TYPES[entry.transaction_type] ?? entry.transaction_type),
      el("td", {}, entry.brand_name), el("td", { class: "yen" }, yen(entry.amount)));
    return [el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, "伝票"), el("th", {}, "種別"),
      el("th", {}, "ブランド"), el("th", { class: "yen" }, "金額"))),
    el("tbody", {}, ...[...log].reverse().map((entry) => row(entry, "")),
      ...[...training].reverse().map((entry) => row(entry, "練 "))))];
  });
}

function drawUnit(view) {
  const terminal = view.terminal;
  const closed = terminal?.cover !== "open";
  const facts = [["端末番号", terminal?.terminal_id], ["記憶番号", terminal?.memory_id], ["回線", view.line ?? "なし"],
    ["回復種別", view.recovery], ["状態", terminal?.activity], ["最新伝票", terminal?.newest_slip],
    ["未送達の結果", terminal ? `${terminal.undelivered}件` : null]].filter(([, value]) => value != null);
  const paper = terminal?.paper === "in";
  part("unit", [facts, view.power, view.plugged, paper, closed], () => [
    el("div", { class: "stack" },
      toggle("電源", view.power, { act: "power", on: !view.power }),
      el("button", { class: "switch", disabled: !terminal, "aria-pressed": String(paper),
        onclick: () => act({ act: "paper", loaded: !paper }) }, "用紙", el("b", {}, paper ? "あり" : "なし")),
      el("button", { class: "switch", disabled: !terminal, "aria-pressed": String(closed),
        onclick: () => act({ act: "cover", open: closed }) }, "カバー", el("b", {}, closed ? "閉" : "開")),
      el("button", { class: "switch", "aria-pressed": String(view.plugged),
        onclick: () => post("/plug", { in: !view.plugged }) }, "通信ケーブル", el("b", {}, view.plugged ? "接続" : "抜け"))),
    el("dl", { class: "facts" }, ...facts.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])),
  ]);
}

// The seeded script: what it armed for this transaction, and what comes next.
function scriptPart(script) {
  const seed = el("input", { inputmode: "numeric", id: "seed", value: script ? script.seed : 1, "aria-label": "種",
    disabled: Boolean(script) });
  const play = () => {
    const value = Number(seed.value);
    if (!Number.isSafeInteger(value) || value < 0) return say("種は0以上の整数です");
    post("/script", { seed: value });
  };
  const stop = () => post("/script", undefined, "DELETE");
  const place = script && `${script.turn + 1}件目(一巡${script.round}件)・${script.running ? "取引中" : "取引待ち"}`;
  return el("div", { class: "script" }, el("h2", {}, "故障シナリオ"),
    el("div", { class: "fault" }, el("span", {}, "種(同じ種は同じ順)"), seed,
      el("button", { onclick: script ? stop : play }, script ? "終了" : "開始")),
    script ? el("p", { class: "place" }, place) : null,
    script ? el("p", {}, `今回: ${script.now ?? "なし"}`) : null,
    script ? el("p", { class: "place" }, `次回から: ${script.next.map((text) => text ?? "なし").join("、")}`) : null);
}

function drawFaults(armed, script) {
  $("armed-count").textContent = armed.length ? ` ${armed.length}` : "";
  part("faults", [armed, script, faultList.length], () => {
    const waiting = armed.length === 0 ? [] : [el("div", { class: "armed" },
      ...armed.map(({ text, times_left: left }) => el("div", {}, `${text} ${left == null ? "(解除まで)" : `あと${left}回`}`)),
      el("button", { onclick: () => post("/faults", undefined, "DELETE") }, "すべて解除"))];
    return [scriptPart(script), ...waiting, ...faultList.map(({ text, example }) => {
      const { fault, ...values } = example;
      const field = Object.keys(values).length === 0 ? null
        : el("input", { value: JSON.stringify(values), "aria-label": `${text}の値`, spellcheck: "false" });
      const strike = () => {
        try {
          post("/fault", { fault, ...(field ? JSON.parse(field.value) : {}) });
        } catch (_bad) {
          say("値を読めません");
        }
      };
      return el("div", { class: "fault" }, el("span", {}, text), field, el("button", { onclick: strike }, "実行"));
    })];
  });
}

async function refresh() {
  const view = await (await fetch("/state")).json();
  drawDevice(view);
  drawMenu(view);
  drawSlips(view.terminal?.slips ?? []);
  drawLog(view.terminal);
  drawUnit(view);
  drawFaults(view.faults, view.script);
  if (document.activeElement !== $("auto")) $("auto").value = view.auto;
}

function openPane(id) {
  for (const tab of document.querySelectorAll("[data-pane]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.pane === id));
    $(tab.dataset.pane).hidden = tab.dataset.pane !== id;
  }
}

function key(event) {
  if (event.target.closest("input, select") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    if (!$("menu").hidden) openMenu(false);
    else if (!$("cancel").disabled) act({ act: "cancel" });
  } else if (!$("pin").hidden) {
    if (/^[0-9]$/.test(event.key)) typePin(event.key);
    else if (event.key === "Enter") { event.preventDefault(); typePin("ok"); }
    else if (event.key === "Backspace") typePin("clear");
  } else if (/^[1-9]$/.test(event.key)) {
    const keys = [...$("keys").children, ...document.querySelectorAll("#cards button")];
    keys[Number(event.key) - 1]?.click();
  }
}

async function poll() {
  try {
    await refresh();
  } catch (_gone) {
    say("仮想端末に届きません");
  }
  setTimeout(poll, POLL_MS);
}

$("menu-key").onclick = () => openMenu($("menu").hidden);
$("cancel").onclick = () => act({ act: "cancel" });
$("auto").onchange = () => act({ act: "auto", auto: $("auto").value });
for (const tab of document.querySelectorAll("[data-pane]")) tab.onclick = () => openPane(tab.dataset.pane);
document.addEventListener("keydown", key);
fetch("/faults").then((reply) => reply.json()).then(({ faults }) => { faultList = faults; }).finally(poll);
// A pane can be linked to: /#faults.
if (document.querySelector(`[data-pane="${CSS.escape(location.hash.slice(1))}"]`)) openPane(location.hash.slice(1));
