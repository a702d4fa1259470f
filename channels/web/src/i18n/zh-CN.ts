import type { Turn } from "../chat/cards";
import type { Failure } from "../chat/failures";
import type { RecordKind } from "../chat/states";
import type { UploadFailure } from "../chat/upload";
import type { Outcome } from "../chat/wechat";

type Card<T> = Extract<Turn["cards"][number], { type: T }>;
type Guide = Card<"guide">;
export type Aspect = Guide["aspect"];
export type Trust = NonNullable<Guide["sources"]>[number]["trust"];
type RowSource = Card<"review">["rows"][number]["source"];
type Verdict = Card<"matches">["rows"][number]["verdict"];
type Proof = NonNullable<Card<"sign_in">["wanted"]>;

/** Every word the page itself says. What an answer says comes from the server. */
export interface Words {
  name: string;
  role: string;
  colon: string;
  skip: string;
  largerType: string;
  language: string;
  newChat: string;
  hello: string;
  intro: string;
  promises: [string, string][];
  tryAsking: string;
  examples: string[];
  allMatters(count: number): string;
  audiences: Record<"person" | "business", string>;
  privacy: string;
  urgent: string;
  conversation: string;
  you: string;
  inputLabel: string;
  placeholder: string;
  send: string;
  charactersLeft(left: number): string;
  tooLong(over: number): string;
  disclaimer: string;
  looking: string;
  stillLooking: string;
  resuming: string;
  retry: string;
  failures: Record<Failure, string>;
  offline: string;
  lost: string;
  newBelow: string;
  unfoldMore: string;
  sources: string;
  asOf(date: string): string;
  noDate: string;
  sourceDate(date: string): string;
  opensNewTab: string;
  openPage: string;
  nextQuestions: string;
  useful: string;
  useless: string;
  thanksUp: string;
  thanksDown: string;
  call: string;
  reference: string;
  handover: string;
  person: string;
  waitingNumber: string;
  places: string;
  address: string;
  phone: string;
  hours: string;
  levels: Record<"info" | "warning" | "emergency", string>;
  aspects: Record<Aspect, string>;
  trust: Record<Trust, string>;
  passed: string;
  demo: string;
  demoHint: string;
  form: {
    progress(step: number, total: number): string;
    example: string;
    private: string;
    optional: string;
    answers: string;
  };
  upload: {
    photo: string;
    file: string;
    accepted: string;
    sending(name: string): string;
    done(name: string): string;
    again: string;
    failures: Record<UploadFailure, string>;
  };
  review: {
    title: string;
    sources: Record<RowSource, string>;
    edit: string;
    waived: string;
    later: string;
    consent: string;
  };
  signIn: { title: string; proofs: Record<Proof, string>; go: string; comeBack: string };
  case: {
    instant: string;
    number: string;
    submitted: string;
    deadline: string;
    reasons: string;
    corrections: string;
    sources: string;
    result: string;
  };
  next: string;
  /** What can be done about a case, an order … */
  steps: string;
  copying: { copy: string; copied: string; notCopied: string };
  /** States in the page's language, where the server's words are in another. */
  states: Record<RecordKind, Record<string, string>>;
  payment: {
    demo: string;
    amount(yuan: string): string;
    thanks: string;
    unit: string;
    payer: string;
    number: string;
    scan: string;
    scanElsewhere: string;
    qr(title: string, amount: string): string;
    open: string;
    openPage: string;
    payWithWeChat: string;
    openInWeChat: string;
    outcomes: Record<Outcome, string>;
    until(moment: string, minutes: number | null): string;
    expired: string;
    receipt: string;
  };
  booking: {
    demo: string;
    place: string;
    bring: string;
    number: string;
  };
  queue: {
    demo: string;
    number: string;
    ahead: string;
    people(count: number): string;
    wait: string;
    minutes(count: number): string;
  };
  workOrder: {
    demo: string;
    unit: string;
    deadline: string;
    answer: string;
    progress: string;
    number: string;
  };
  matches: {
    title: string;
    verdicts: Record<Verdict, string>;
    why: string;
    missing: string;
    unfitting(count: number): string;
  };
  parking: {
    demo: string;
    free(count: number): string;
    full: string;
    total(count: number): string;
    asOf(moment: string): string;
    away(metres: number): string;
  };
}

export const zhCN: Words = {
  name: "罗小政",
  role: "罗湖区政务服务助手",
  colon: "：",
  skip: "跳到输入框",
  largerType: "大字",
  language: "语言",
  newChat: "新对话",
  hello: "您好，我是罗小政",
  intro: "在罗湖办事，有不清楚的，用平常的话问我就行。",
  promises: [
    ["问得到", "条件、材料、时限、费用、去哪办，问什么先答什么。"],
    ["查得到", "每个答案都写明出处和日期，指南没写的我不乱说。"],
    ["找得到人", "我答不了的，会告诉您找谁、打什么电话。"],
  ],
  tryAsking: "可以这样问",
  examples: [
    "爸爸快70岁了，高龄津贴怎么领？",
    "居住证快到期了，怎么签注？",
    "刚生了宝宝，育儿补贴有多少钱？",
    "孩子要上一年级，学位怎么申请？",
    "身份证丢了，补办要带什么？",
    "想开个小店，个体户怎么登记？",
  ],
  allMatters: (count) => `我现在能答的 ${count} 件事`,
  audiences: { person: "个人办事", business: "企业办事" },
  privacy: "提问不需要身份证号、手机号、银行卡号，请不要输入。",
  urgent: "遇到紧急情况，请直接拨打",
  conversation: "对话",
  you: "您说",
  inputLabel: "输入您的问题",
  placeholder: "想办什么事？",
  send: "发送",
  charactersLeft: (left) => `还可以输入 ${left} 个字`,
  tooLong: (over) => `超出 ${over} 个字，请删短一些`,
  disclaimer: "答案依据公开办事指南，以受理部门为准。",
  looking: "正在查办事指南…",
  stillLooking: "还在查，请再等几秒…",
  resuming: "正在取回刚才的对话…",
  retry: "重新发送",
  failures: {
    offline: "没有发出去，请检查网络。",
    timeout: "等太久了，没有收到回复。",
    busy: "问得有点快，请稍等一会儿再发。",
    refused: "这句话没能发出去。",
    gone: "这句话没能发出去。",
    server: "系统暂时出了点问题，没有收到回复。急事请拨打 0755-12345。",
  },
  offline: "网络断开了。连上以后可以继续问，刚才的对话还在。",
  lost: "没有找到链接里的对话，可能已经删除，或者不是您的。可以在这里重新问我。",
  newBelow: "下面有新消息",
  unfoldMore: "展开更多",
  sources: "来源",
  asOf: (date) => `内容日期：${date}`,
  noDate: "来源没有注明日期",
  sourceDate: (date) => `${date}发布`,
  opensNewTab: "在新页面打开",
  openPage: "点这里打开",
  nextQuestions: "接着问",
  useful: "有用",
  useless: "没用",
  thanksUp: "谢谢，很高兴帮到您。",
  thanksDown: "谢谢，我们记下了，会改进。",
  call: "拨打",
  reference: "咨询时请报编号",
  handover: "找人工帮忙",
  person: "人工客服",
  waitingNumber: "排队号",
  places: "也可以去",
  address: "地址",
  phone: "电话",
  hours: "时间",
  levels: { info: "提示", warning: "请注意", emergency: "紧急求助" },
  aspects: {
    overview: "事项概况",
    eligibility: "办理条件",
    materials: "所需材料",
    process: "怎么办",
    time_limit: "时间期限",
    fee: "收费",
    place: "去哪办",
    online: "网上办理",
    amount: "金额标准",
    result: "办理结果",
    legal_basis: "政策依据",
  },
  trust: {
    official: "政府部门",
    statute: "法规原文",
    local_media: "本地媒体",
    mirror: "转载",
    other_government: "外地政府",
    secondary: "二手资料",
    unsourced: "未见出处",
  },
  passed: "这一步已经过了，请看下面最新的。",
  demo: "演示",
  demoHint: "规则没有法规依据，结果只供试用，不能当真。",
  form: {
    progress: (step, total) => `第 ${step} 项，共 ${total} 项`,
    example: "例如",
    private: "您填的内容会加密保存，不进聊天记录。",
    optional: "这一项可以不填。",
    answers: "可以直接选",
  },
  upload: {
    photo: "拍照上传",
    file: "选照片或文件",
    accepted: "JPG、PNG 图片或 PDF 文件，最大 10 MB。",
    sending: (name) => `正在上传：${name}`,
    done: (name) => `已上传：${name}`,
    again: "再传一次",
    failures: {
      offline: "没有传上去，请检查网络。",
      timeout: "网络太慢，没有传完。",
      busy: "传得有点快，请等一会儿再传。",
      gone: "这次对话已经过期，请重新告诉我您要办什么事。",
      server: "系统暂时出了点问题，没有传上去。",
      tooLarge: "这个文件太大了，最大 10 MB。请换一个小一点的。",
      unreadable: "这个文件看不了。请换一张 JPG、PNG 图片，或一个 PDF 文件。",
    },
  },
  review: {
    title: "请核对",
    sources: { typed: "您填的", sign_in: "登录信息", register: "数据共享" },
    edit: "修改",
    waived: "不用交的材料（免交）",
    later: "可以后补的材料",
    consent: "提交前请看清楚",
  },
  signIn: {
    title: "请先登录",
    proofs: { phone: "用手机号登录", real_name: "实名登录", face: "刷脸登录" },
    go: "去登录",
    comeBack: "登录后回到这里接着办，已经填好的都在。",
  },
  case: {
    instant: "秒批",
    number: "办件编号",
    submitted: "提交时间",
    deadline: "最迟办结",
    reasons: "为什么",
    corrections: "要补正",
    sources: "依据",
    result: "下载办理结果",
  },
  next: "接下来",
  steps: "可以做的",
  copying: { copy: "复制", copied: "已复制", notCopied: "没能复制，请长按编号" },
  states: { case: {}, payment: {}, booking: {}, work_order: {}, queue: {} },
  payment: {
    demo: "不会真的扣钱。",
    amount: (yuan) => `${yuan} 元`,
    thanks: "付好了，谢谢您。",
    unit: "收款单位",
    payer: "缴款人",
    number: "订单编号",
    scan: "请用手机微信扫一扫付款",
    scanElsewhere: "用另一部手机扫码付",
    qr: (title, amount) => `付款二维码，${title}，${amount}`,
    open: "打开付款",
    openPage: "去缴费页面",
    payWithWeChat: "用微信支付",
    openInWeChat: "请在微信里打开这个页面来付款。",
    outcomes: {
      ok: "微信说付好了，正在等收款单位确认，请不要再付一次。",
      cancel: "这次没有付。订单还在，想付随时再点。",
      fail: "微信没有付成。可以再试一次，或者过一会儿再来。",
    },
    until: (moment, minutes) =>
      `${moment} 前付都可以。${minutes === null ? "" : `还有 ${minutes} 分钟，不用急，过了时间可以重新来。`}`,
    expired:
      "付款时间过了，请不要再付这一张。要是已经付了，过一会儿这里会显示；还想付，再说一次要缴什么费就行。",
    receipt: "下载缴费收据",
  },
  booking: {
    demo: "时间和窗口是试用的，不用真的去。",
    place: "地点",
    bring: "要带的",
    number: "预约编号",
  },
  queue: {
    demo: "这个号是试用的，到大厅请另外取号。",
    number: "排队号",
    ahead: "前面",
    people: (count) => (count === 0 ? "没有人，就到您了" : `${count} 位`),
    wait: "大约要等",
    minutes: (count) => (count === 0 ? "马上" : `${count} 分钟`),
  },
  workOrder: {
    demo: "这张工单是试用的，不会真的派出去。真要反映请打 12345。",
    unit: "谁来办",
    deadline: "最晚答复",
    answer: "答复",
    progress: "办到哪了",
    number: "工单编号",
  },
  matches: {
    title: "您可能享受的政策",
    verdicts: { likely: "看来符合", open: "还要再确认", no: "看来不符合" },
    why: "为什么",
    missing: "还要知道",
    unfitting: (count) => `看来不符合的 ${count} 项`,
  },
  parking: {
    demo: "车位数是试用的，以现场为准。",
    free: (count) => `${count} 个空位`,
    full: "没有空位",
    total: (count) => `共 ${count} 个车位`,
    asOf: (moment) => `${moment} 的数`,
    away: (metres) => `离您说的地方约 ${metres} 米`,
  },
};
