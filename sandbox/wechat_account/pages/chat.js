/* How one item of the chat looks. Words become text nodes; of markup only WeChat's own <a> counts. */
"use strict";

const SAYS = {
  passive: "被动回复",
  service: "客服消息",
  template: "模板消息",
  subscribe: "订阅通知",
  failure: "微信",
};
const LINK = /<a\s[^>]*?href\s*=\s*["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/gi;

function make(tag, text, more = {}) {
  const one = document.createElement(tag);
  if (text) one.textContent = text;
  return Object.assign(one, more);
}

/** A link opens in the phone's browser, a window of its own. */
function link(label, url) {
  if (!/^https?:\/\//.test(url)) return document.createTextNode(label);
  return make("a", label, { href: url, target: "wechat-browser" });
}

/** <a href="weixin://bizmsgmenu?msgmenucontent=…&msgmenuid=…"> says its words when tapped. */
function option(label, id, act) {
  const button = make("button", label, { type: "button", className: "link" });
  button.addEventListener("click", () => act({ kind: "text", text: label, menu_id: id }));
  return button;
}

function words(text, act) {
  const whole = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    whole.append(text.slice(from, found.index));
    const [all, url, label] = found;
    const query = new URLSearchParams(url.split("?")[1]);
    if (url.startsWith("weixin://bizmsgmenu")) {
      whole.append(option(query.get("msgmenucontent") || label, query.get("msgmenuid") || "", act));
    } else {
      whole.append(link(label, url));
    }
    from = found.index + all.length;
  }
  whole.append(text.slice(from));
  return whole;
}

function picture(item) {
  return make("img", "", { src: `/media/${item.media_id}`, alt: item.text || "图片" });
}

const SHOWN = {
  image: (item) => [picture(item)],
  voice: (item) => [`语音${item.text ? `：${item.text}` : ""}`],
  video: () => ["视频"],
  shortvideo: () => ["小视频"],
  location: (item) => [`位置：${item.text}`],
  link: (item) => [link(item.text, item.url)],
  music: (item) => [link(item.text || "音乐", item.url || "")],
  miniprogrampage: (item) => [`小程序：${item.text}`, picture(item)],
  news: (item) => item.articles.map((one) => article(one)),
  template: (item) => [...fields(item.values), link("查看详情", item.url || "")],
  msgmenu: (item, act) => menu(item, act),
};

function article(one) {
  const whole = make("div");
  if (/^https?:/.test(one.picture)) whole.append(make("img", "", { src: one.picture, alt: "" }));
  whole.append(link(one.title, one.url), make("div", one.description));
  return whole;
}

function fields(values) {
  const list = make("dl");
  for (const [name, value] of Object.entries(values)) {
    list.append(make("dt", name), make("dd", value));
  }
  return [list];
}

function menu(item, act) {
  const list = make("ul");
  for (const one of item.options) {
    const line = make("li");
    line.append(option(one.label, one.id, act));
    list.append(line);
  }
  return [words(item.text, act), list, words(item.tail, act)];
}

/** The element of one item; `act` does something on the phone. */
function bubble(item, act) {
  const whole = make("div", "", { className: `item ${item.side} ${item.via}` });
  if (item.side === "note") {
    whole.textContent = item.text;
    return whole;
  }
  const inner = make("div", "", { className: "bubble" });
  inner.append(...(SHOWN[item.kind] || (() => [words(item.text, act)]))(item, act));
  const at = new Date(item.at * 1000).toLocaleTimeString("zh-CN");
  const via = [SAYS[item.via], item.worker, at].filter(Boolean).join(" · ");
  whole.append(inner, make("div", via, { className: "via" }));
  return whole;
}
