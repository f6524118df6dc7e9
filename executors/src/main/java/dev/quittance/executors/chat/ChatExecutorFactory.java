package dev.quittance.executors.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.http.AddressGuard;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.settings.SettingsSchema;
import java.time.InstantSource;
import java.util.Map;

/**
 * Makes executors of type {@code chat}.
 *
 * <p>Their endpoint is the operator's own choice and often a local server, so this machine and
 * private networks may be called; link-local and metadata addresses may not.
 */
public final class ChatExecutorFactory implements TaskExecutorFactory {
  private static final SettingsSchema SCHEMA = SettingsSchema.of(ChatExecutorFactory.class);

  private final Map<String, String> environment;

  /** Takes keys from this process' environment; made by {@link java.util.ServiceLoader}. */
  public ChatExecutorFactory() {
    this(System.getenv());
  }

  ChatExecutorFactory(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String type() {
    return "chat";
  }

  @Override
  public TaskExecutor create(String name, ObjectNode settings) throws InvalidExecutorSettings {
    ChatSettings read = ChatSettings.read(settings, SCHEMA.contract(), environment);
    OutgoingHttp http = new OutgoingHttp(new AddressGuard(new AddressRules(true)), read.limits());
    return new ChatExecutor(read, http, InstantSource.system());
  }
}
