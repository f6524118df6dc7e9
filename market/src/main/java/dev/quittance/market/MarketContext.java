package dev.quittance.market;

import dev.quittance.platform.admission.Admission.Limits;
import dev.quittance.platform.stage.StageContext;
import java.time.InstantSource;

/**
 * What a marketplace is given.
 *
 * @param stage what every stage is given
 * @param requests takes its orders
 * @param events takes what it says about them
 * @param outputs has the bytes of results
 * @param limits how many requests of a tenant are taken, where its document does not say
 * @param clock for what is not decided from a topic
 */
public record MarketContext(
    StageContext stage,
    OrderRequests requests,
    MarketEvents events,
    Outputs outputs,
    Limits limits,
    InstantSource clock) {}
