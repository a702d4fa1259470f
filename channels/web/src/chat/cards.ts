// Generated from messages/ by `npm run cards`; do not edit.

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
   * a step of a draft or a case
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
 * A payment to make or made. `amount_fen` is integer fen.
 */
export interface PaymentCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "payment";
  order: string;
  amount_fen: number;
  state: string;
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
  starts_at: string;
  state: string;
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
}
/**
 * A hotline work order (工单) or a queue ticket.
 */
export interface TicketCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "ticket";
  ticket: string;
  state: string;
}
/**
 * How to reach a person, and whether the wish was filed.
 */
export interface HandoverCard {
  text: string;
  speech?: string;
  item?: string | null;
  type: "handover";
  phones?: string[];
  places?: string[];
  reference?: string | null;
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
