package dev.quittance.executors.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskExecutorFactory;
import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.http.AddressGuard;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.settings.SettingsSchema;
import java.time.InstantSource;

/** Makes executors of type {@code webhook}. */
public final class WebhookExecutorFactory implements TaskExecutorFactory {
  private static final SettingsSchema SCHEMA = SettingsSchema.of(WebhookExecutorFactory.class);

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public TaskExecutor create(String name, ObjectNode settings) throws InvalidExecutorSettings {
    WebhookSettings read = WebhookSettings.read(settings, SCHEMA.contract());
    OutgoingHttp http =
        new OutgoingHttp(
            new AddressGuard(new AddressRules(read.allowPrivateAddresses())), read.limits());
    return new WebhookExecutor(read, http, InstantSource.system());
  }
}
