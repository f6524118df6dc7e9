package dev.quittance.executors.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.http.AddressGuard;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.settings.SettingsSchema;
import java.time.InstantSource;

/**
 * Makes executors of type {@code openai}.
 *
 * <p>Their endpoint is the operator's own choice and often a local server, so this machine and
 * private networks may be called; link-local and metadata addresses may not.
 */
public final class OpenAiExecutorFactory implements TaskExecutorFactory {
  private static final SettingsSchema SCHEMA = SettingsSchema.of(OpenAiExecutorFactory.class);

  @Override
  public String type() {
    return "openai";
  }

  @Override
  public TaskExecutor create(String name, ObjectNode settings) throws InvalidExecutorSettings {
    OpenAiSettings read = OpenAiSettings.read(settings, SCHEMA.contract());
    OutgoingHttp http = new OutgoingHttp(new AddressGuard(new AddressRules(true)), read.limits());
    return new OpenAiExecutor(name, read, http, InstantSource.system());
  }
}
