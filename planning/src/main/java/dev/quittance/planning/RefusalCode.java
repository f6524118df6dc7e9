package dev.quittance.planning;

/** Why an order is refused. The codes are stable: they stand in records and receipts. */
public enum RefusalCode {
  /** Decided at or after the deadline. */
  PAST_DEADLINE("past-deadline", RefusalVerdict.EXPIRED),
  /** No tenant has the id. */
  UNKNOWN_TENANT("unknown-tenant", RefusalVerdict.REJECTED),
  /** The tenant is suspended. */
  TENANT_SUSPENDED("tenant-suspended", RefusalVerdict.BLOCKED),
  /** The tenant names a policy that does not exist. */
  UNKNOWN_POLICY("unknown-policy", RefusalVerdict.REJECTED),
  /** More steps than the policy allows. */
  POLICY_MAX_STEPS("policy-max-steps", RefusalVerdict.BLOCKED),
  /** A service that the policy does not allow. */
  POLICY_SERVICE("policy-service", RefusalVerdict.BLOCKED),
  /** A step needs one that the order does not have. */
  UNKNOWN_STEP("unknown-step", RefusalVerdict.REJECTED),
  /** Steps wait for each other. */
  CYCLIC_STEPS("cyclic-steps", RefusalVerdict.REJECTED),
  /** No active agent offers the service. */
  UNKNOWN_SERVICE("unknown-service", RefusalVerdict.REJECTED),
  /** Agents offer the service, but the policy allows none of those that could be chosen. */
  POLICY_VENDOR("policy-vendor", RefusalVerdict.BLOCKED),
  /** No agent meets the step's vendors and price. */
  NO_VENDOR("no-vendor", RefusalVerdict.REJECTED),
  /** The total is above the policy's cap per order. */
  POLICY_ORDER_CAP("policy-order-cap", RefusalVerdict.BLOCKED),
  /** The total is above the budget. */
  BUDGET_TOO_SMALL("budget-too-small", RefusalVerdict.REJECTED),
  /** The tenant's day has too little left under the policy's cap per day. */
  POLICY_DAY_CAP("policy-day-cap", RefusalVerdict.BLOCKED);

  private final String code;
  private final RefusalVerdict verdict;

  RefusalCode(String code, RefusalVerdict verdict) {
    this.code = code;
    this.verdict = verdict;
  }

  /** The code in records, such as {@code no-vendor}. */
  public String code() {
    return code;
  }

  /** The verdict of the refusal's receipt. */
  public RefusalVerdict verdict() {
    return verdict;
  }
}
