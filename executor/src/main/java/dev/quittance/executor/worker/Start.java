package dev.quittance.executor.worker;

import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskOutcome;

/** What is done with a task whose turn has come; decided from values alone. */
sealed interface Start {
  /** Nothing is called. */
  record Refuse(TaskOutcome.Failed why) implements Start {}

  /** The call follows when it is on record that it may have been made. */
  record MarkFirst() implements Start {}

  /**
   * It is called now.
   *
   * @param first what is asked before
   */
  record Go(LookUp first) implements Start {}

  /** Whether, before a call, the other side is asked what became of an earlier one. */
  enum LookUp {
    /** There was none, or another one does no harm. */
    NO,
    /** This attempt may have been made: whatever became of it is the result. */
    OF_THIS_ATTEMPT,
    /** An earlier attempt may have been made after all: its success is the result. */
    OF_AN_EARLIER_ATTEMPT
  }

  /**
   * Decides.
   *
   * @param effect what a second call does in the world
   * @param isMarked whether a call for this attempt may have been made
   * @param isOverdue whether a result would come too late
   */
  static Start decide(EffectClass effect, boolean isMarked, boolean isOverdue) {
    if (isMarked && effect == EffectClass.AT_MOST_ONCE) {
      return new Refuse(unknown("a worker stopped during this call"));
    }
    if (isOverdue) {
      return new Refuse(overdue());
    }
    return switch (effect) {
      case REPEATABLE, KEYED -> new Go(LookUp.NO);
      case AT_MOST_ONCE -> new MarkFirst();
      case RECONCILABLE -> isMarked ? new Go(LookUp.OF_THIS_ATTEMPT) : new MarkFirst();
    };
  }

  /** What is asked before a call that has just been marked. */
  static LookUp afterMark(EffectClass effect, int attempt) {
    return effect == EffectClass.RECONCILABLE && attempt > 1
        ? LookUp.OF_AN_EARLIER_ATTEMPT
        : LookUp.NO;
  }

  /** A call that must not be made twice ended without an answer. */
  static TaskOutcome.Failed unknown(String message) {
    return TaskOutcome.failed(
        FailureCause.OUTCOME_UNKNOWN,
        "outcome-unknown",
        message + "; it must not be made twice: ask the other side what became of it");
  }

  /** The deadline passed while the task waited. */
  static TaskOutcome.Failed overdue() {
    return TaskOutcome.failed(
        FailureCause.TIMEOUT, "deadline-passed", "its deadline passed before it could be called");
  }
}
