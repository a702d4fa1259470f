// Generated from messages/ by `npm run cards`; do not edit.
// One file, however long: it is one schema, and the cards share their types.

/**
 * What one action says. It travels from the action server to the gateway as the
 * `custom` field of exactly one Rasa message.
 */
export interface Turn {
  outcome:
    | "answered"
    | "silent"
    | "clarified"
    | "collecting"
    | "submitted"
    | "decided"
    | "reported"
    | "paid"
    | "booked"
    | "directed"
    | "filed"
    | "handed_over"
    | "declined"
    | "smalltalk"
    | "emergency"
    | "failed";
  /**
   * a form resumed after a digression
   */
  then?:
    | (
        | "answered"
        | "silent"
        | "clarified"
        | "collecting"
        | "submitted"
        | "decided"
        | "reported"
        | "paid"
        | "booked"
        | "directed"
        | "filed"
        | "handed_over"
        | "declined"
        | "smalltalk"
        | "emergency"
        | "failed"
      )
    | null;
  /**
   * @minItems 1
   */
  cards: (
    | TextCard
    | GuideCard
    | ChoicesCard
    | FormCard
    | ReviewCard
    | SignInCard
    | CaseCard
    | PaymentCard
    | BookingCard
    | PlaceCard
    | TicketCard
    | MatchesCard
    | HandoverCard
    | NoticeCard
  )[];
  trace?: Trace;
}
export interface TextCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "text";
  /**
   * a page of the gateway to open, by its path
   */
  url?: string | null;
  /**
   * these are the words of a person, not of the assistant
   */
  speaker?: "person" | null;
  /**
   * who that is, as citizens see it
   */
  speaker_name?: string | null;
  options?: Option[];
}
/**
 * One thing a person can choose. `label` is at most 24 characters on a button.
 */
export interface Option {
  label: string;
  item?: string | null;
  /**
   * inside only, never on the wire
   */
  act?: Act | null;
  /**
   * opaque; send it back as it is
   */
  choice?: string | null;
}
/**
 * What choosing an option does, in words the dialogue engine knows.
 *
 * Lives only inside: the gateway seals it into `Option.choice` before a card leaves.
 */
export interface Act {
  intent?: string;
  item?: string | null;
  aspect?:
    | (
        | "overview"
        | "eligibility"
        | "materials"
        | "process"
        | "time_limit"
        | "fee"
        | "place"
        | "online"
        | "amount"
        | "result"
        | "legal_basis"
      )
    | null;
  text?: string | null;
  case?: string | null;
  draft?: string | null;
  /**
   * a step of a draft, a case, an order …
   */
  do?: string | null;
  field?: string | null;
}
/**
 * An answer from one guide (办事指南). `text` = lead, more, caution, source line.
 */
export interface GuideCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "guide";
  name: string;
  aspect:
    | "overview"
    | "eligibility"
    | "materials"
    | "process"
    | "time_limit"
    | "fee"
    | "place"
    | "online"
    | "amount"
    | "result"
    | "legal_basis";
  /**
   * the sentence that states the one thing asked
   */
  lead: string;
  /**
   * further facts of the same aspect
   */
  more?: string[];
  caution?: string | null;
  /**
   * the rest of the guide, folded
   */
  sections?: Section[];
  sources?: Source[];
  /**
   * date of the oldest fact stated
   */
  as_of?: string | null;
  options?: Option[];
}
/**
 * The facts of one aspect, unfolded on request.
 */
export interface Section {
  aspect:
    | "overview"
    | "eligibility"
    | "materials"
    | "process"
    | "time_limit"
    | "fee"
    | "place"
    | "online"
    | "amount"
    | "result"
    | "legal_basis";
  title: string;
  facts: string[];
}
/**
 * Where a fact comes from. `url` is present only where the source may be linked.
 */
export interface Source {
  title: string;
  publisher?: string | null;
  /**
   * as the source gives it, e.g. 2023-05-15
   */
  date?: string | null;
  url?: string | null;
  trust: "official" | "statute" | "local_media" | "mirror" | "other_government" | "secondary" | "unsourced";
}
/**
 * A question back, with at most four options that tell the readings apart.
 */
export interface ChoicesCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "choices";
  options: Option[];
}
/**
 * The next field of a form. `field_type` names the parser that will read the answer.
 */
export interface FormCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "form";
  draft: string;
  /**
   * the matter that is applied for
   */
  title: string;
  field: string;
  label: string;
  field_type: string;
  example?: string | null;
  optional?: boolean;
  /**
   * what is answered is masked
   */
  private?: boolean;
  /**
   * the answer is a photo or a file
   */
  upload?: boolean;
  /**
   * steps answered
   */
  done?: number;
  /**
   * steps as they stand now
   */
  total?: number;
  options?: Option[];
}
/**
 * A filled form read back before it is submitted.
 */
export interface ReviewCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "review";
  draft: string;
  title: string;
  rows: ReviewRow[];
  /**
   * papers that are not needed, and why
   */
  waived?: string[];
  /**
   * papers that may follow
   */
  later?: string[];
  /**
   * what submitting agrees to
   */
  consent: string;
  /**
   * rules without a legal source: 演示
   */
  demo?: boolean;
  options?: Option[];
}
/**
 * One field read back.
 */
export interface ReviewRow {
  field: string;
  label: string;
  value: string;
  source: "typed" | "sign_in" | "register";
  /**
   * choose it to change the field
   */
  edit?: Option | null;
}
/**
 * Proof of who is there is needed. The channel knows where to sign in.
 */
export interface SignInCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "sign_in";
  wanted?: "phone" | "real_name" | "face";
  options?: Option[];
}
/**
 * Where a case (办件) stands. Moments are ISO 8601 with offset.
 */
export interface CaseCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "case";
  case: string;
  title: string;
  state: string;
  state_label: string;
  /**
   * decided by rules within seconds (秒批)
   */
  instant?: boolean;
  /**
   * rules without a legal source: 演示
   */
  demo?: boolean;
  reasons?: string[];
  sources?: string[];
  corrections?: string[];
  next_says?: string;
  submitted_at?: string | null;
  deadline?: string | null;
  /**
   * a result document can be fetched
   */
  result?: boolean;
  options?: Option[];
}
/**
 * A payment to make or made. `amount_fen` is integer fen; moments are ISO 8601.
 */
export interface PaymentCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "payment";
  order: string;
  /**
   * what is paid for
   */
  title: string;
  /**
   * who collects it
   */
  unit?: string;
  /**
   * masked: 张*
   */
  payer?: string;
  amount_fen: number;
  state: string;
  state_label?: string;
  next_says?: string;
  /**
   * what a QR code to scan says
   */
  qr?: string | null;
  /**
   * the page to pay on
   */
  url?: string | null;
  /**
   * opens WeChat's payment
   */
  jsapi?: {
    [k: string]: string;
  } | null;
  expires_at?: string | null;
  /**
   * a receipt can be fetched
   */
  receipt?: boolean;
  demo?: boolean;
  options?: Option[];
}
/**
 * An appointment. `starts_at` is ISO 8601 with offset.
 */
export interface BookingCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "booking";
  booking: string;
  title?: string;
  /**
   * 到窗口办, 上门办 …
   */
  how?: string;
  place?: string;
  address?: string | null;
  window?: string | null;
  starts_at: string;
  says_when?: string;
  state: string;
  state_label?: string;
  next_says?: string;
  /**
   * papers, from the guide
   */
  bring?: string[];
  demo?: boolean;
  options?: Option[];
}
/**
 * A place: a window, a hall, a car park.
 */
export interface PlaceCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "place";
  name: string;
  address?: string | null;
  phone?: string | null;
  hours?: string | null;
  /**
   * how far from what was named
   */
  distance_m?: number | null;
  /**
   * car park: free places
   */
  free?: number | null;
  /**
   * car park: all places
   */
  total?: number | null;
  /**
   * when `free` was counted
   */
  as_of?: string | null;
  demo?: boolean;
}
/**
 * A hotline work order (工单) or a queue ticket (排队号).
 */
export interface TicketCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "ticket";
  ticket: string;
  of?: "work_order" | "queue";
  title?: string;
  state: string;
  state_label?: string;
  next_says?: string;
  /**
   * who handles it, or which queue
   */
  unit?: string;
  deadline?: string | null;
  progress?: string[];
  answer?: string | null;
  /**
   * queue: how many are before
   */
  ahead?: number | null;
  /**
   * queue: estimated wait
   */
  minutes?: number | null;
  demo?: boolean;
  options?: Option[];
}
/**
 * What one may be entitled to (政策匹配): an indication, no decision.
 */
export interface MatchesCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "matches";
  rows: MatchRow[];
  options?: Option[];
}
/**
 * One matter that somebody may be entitled to.
 */
export interface MatchRow {
  item: string;
  title: string;
  verdict: "likely" | "open" | "no";
  why?: string[];
  missing?: string[];
  option?: Option | null;
}
/**
 * How to reach a person, whether the wish was filed, and the place in the queue for one.
 */
export interface HandoverCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "handover";
  phones?: string[];
  places?: string[];
  reference?: string | null;
  /**
   * a channel with a queue for a person may put the citizen in it
   */
  queue?: boolean;
  /**
   * the number that waits
   */
  number?: number | null;
  /**
   * how many wait before it
   */
  ahead?: number | null;
  /**
   * how long about; null = unknown
   */
  minutes?: number | null;
  /**
   * who has the conversation now
   */
  agent?: string | null;
  options?: Option[];
}
/**
 * Something the person must know: an emergency number, a failure, a limit reached.
 */
export interface NoticeCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "notice";
  level?: "info" | "warning" | "emergency";
  phones?: string[];
  /**
   * to quote when asking for help
   */
  reference?: string | null;
  options?: Option[];
}
/**
 * What a turn leaves behind. Holds no private data and no words of the citizen.
 */
export interface Trace {
  intent?: string | null;
  item?: string | null;
  aspect?: string | null;
  confidence?: number | null;
  candidates?: Candidate[];
  facts?: string[];
  entities?: {
    [k: string]: string | string[];
  };
  timings_ms?: {
    [k: string]: number;
  };
}
/**
 * A matter and the probability that its guide answers.
 */
export interface Candidate {
  item: string;
  p: number;
}
