/* Tells the page around the pay sheet how it went. */
"use strict";

const { result } = document.getElementById("result").dataset;
window.parent.postMessage({ wechatSandboxPay: result }, "*");
