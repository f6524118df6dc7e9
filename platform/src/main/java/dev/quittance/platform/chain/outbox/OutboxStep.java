package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.SendResult;
import dev.quittance.platform.chain.SignedTransaction;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of an outbox on one opened journal, and the state between rounds. */
final class OutboxStep<K> {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxStep.class);

  private final String part;
  private final ChainRpc rpc;
  private final OutboxWork<K> work;
  private final Outbox<K> outbox;
  private final ChainObserver observer;
  private final Agreement<K> agreement;
  private OutboxState<K> state = OutboxState.empty();

  OutboxStep(OutboxLoop.Settings settings, ChainRpc rpc, OutboxWork<K> work) {
    this.part = settings.name();
    this.rpc = rpc;
    this.work = work;
    this.outbox =
        new Outbox<>(settings.signer().address(), settings.limits(), settings.signer()::sign);
    this.observer = new ChainObserver(rpc, settings.signer(), settings.limits());
    this.agreement = new Agreement<>(rpc.endpoints());
  }

  OutboxState<K> state() {
    return state;
  }

  void run() throws IOException {
    state = state.with(work.arrivals());
    if (state.isIdle()) {
      return;
    }
    String endpoint = rpc.endpoint();
    Observation<K> seen = observer.observe(state, work);
    Decision<K> decision = outbox.decide(state, seen);
    commit(agreement.agreed(decision.changes(), endpoint));
    for (SignedTransaction transaction : decision.broadcasts()) {
      broadcast(transaction, seen.latest());
    }
    // What one endpoint was told, or has shown, is looked for through another.
    if (agreement.isOpen() || !decision.broadcasts().isEmpty()) {
      rpc.askNext();
    }
  }

  private void commit(List<Change<K>> changes) {
    if (!changes.isEmpty()) {
      work.commit(changes);
      changes.forEach(this::log);
      state = state.after(changes);
    }
  }

  private void broadcast(SignedTransaction transaction, long latest) throws IOException {
    switch (rpc.send(transaction)) {
      case SendResult.Accepted _, SendResult.AlreadyKnown _, SendResult.NonceTooLow _ ->
          LOG.atDebug()
              .addKeyValue("part", part)
              .addKeyValue("tx", transaction.hash())
              .log("broadcast");
      case SendResult.Rejected(String reason) ->
          LOG.atWarn()
              .addKeyValue("part", part)
              .addKeyValue("tx", transaction.hash())
              .addKeyValue("reason", reason)
              .log("the node does not take the transaction; it is offered again later");
    }
    state = state.broadcast(transaction, latest);
  }

  private void log(Change<K> change) {
    var line =
        switch (change) {
          case Change.Submitted<K> _, Change.Mined<K> _ -> LOG.atDebug();
          case Change.Finalized<K> _ -> LOG.atInfo();
          case Change.Reopened<K> _ -> LOG.atWarn();
          case Change.Halted<K> _ -> LOG.atError();
        };
    line.addKeyValue("part", part).addKeyValue("change", change).log("outbox");
  }
}
