// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {AgentMarketplace} from "../../compat/solidity/agentl2/AgentMarketplace.sol";
import {AgentRegistry} from "../../compat/solidity/agentl2/AgentRegistry.sol";
import {TestBase} from "./Vm.sol";

/// Every selector, topic and error of an AgentL2 marketplace, as its clients know them.
contract AgentL2InterfaceTest is TestBase {
    function test_marketplaceOrderFunctions() public pure {
        _is(AgentMarketplace.createOrder.selector, 0x19530d6b);
        _is(AgentMarketplace.completeOrder.selector, 0x6802f204);
        _is(AgentMarketplace.disputeOrder.selector, 0x46447023);
        _is(AgentMarketplace.resolveDispute.selector, 0x43a0e3e6);
        _is(AgentMarketplace.cancelOrder.selector, 0x7489ec23);
        _is(AgentMarketplace.getAgentOrders.selector, 0x78a1598b);
        _is(AgentMarketplace.withdrawFees.selector, 0x476343ee);
        _is(bytes4(keccak256("orders(bytes32)")), 0x9c3f1e90);
        _is(bytes4(keccak256("agentOrders(address,uint256)")), 0xd93de819);
    }

    function test_marketplaceStreamsAndSettings() public pure {
        _is(AgentMarketplace.startStream.selector, 0xda17c513);
        _is(AgentMarketplace.claimStream.selector, 0x9065912c);
        _is(AgentMarketplace.stopStream.selector, 0x4294c447);
        _is(bytes4(keccak256("streams(bytes32)")), 0x7f7bd2df);
        _is(bytes4(keccak256("protocolFeeBps()")), 0x35659fb8);
        _is(bytes4(keccak256("BPS_DENOMINATOR()")), 0xe1a45218);
        _is(bytes4(keccak256("feeCollector()")), 0xc415b95c);
        _is(bytes4(keccak256("collectedFees()")), 0x9003adfe);
        _is(bytes4(keccak256("registry()")), 0x7b103999);
        _is(bytes4(keccak256("owner()")), 0x8da5cb5b);
        _is(AgentMarketplace.pause.selector, 0x8456cb59);
        _is(AgentMarketplace.unpause.selector, 0x3f4ba83a);
        _is(bytes4(keccak256("paused()")), 0x5c975abb);
    }

    function test_marketplaceEvents() public pure {
        vm.assertEq(
            AgentMarketplace.OrderCreated.selector,
            bytes32(0x0c27fff1db9ee37d5eca8cfdc0fad8592fb3ca2b53679f58320478774e9c6727)
        );
        vm.assertEq(
            AgentMarketplace.OrderCompleted.selector,
            bytes32(0x529fd39376c16ec7729c8203da77cbb72b44f0e74ab182f36f04c1b58dc0cbee)
        );
        vm.assertEq(
            AgentMarketplace.OrderDisputed.selector,
            bytes32(0xee4b3ad9190f5248304daea47630eab4d57f027dba7a3664b5c0be831a40f3fb)
        );
        vm.assertEq(
            AgentMarketplace.OrderCancelled.selector,
            bytes32(0x5152abf959f6564662358c2e52b702259b78bac5ee7842a0f01937e670efcc7d)
        );
        vm.assertEq(
            AgentMarketplace.OrderRefunded.selector,
            bytes32(0xbff5487f6422ba4acbcde6bd5e0ccb83124c240b9deb6a72e7b5eb8c7b71d6fc)
        );
        vm.assertEq(
            AgentMarketplace.OrderDisputeResolved.selector,
            bytes32(0xb7d2a15ea6a1f1bbd6630b49fa7240d8228d7aa8aac5ecf32e9b49221fb763e3)
        );
        vm.assertEq(
            AgentMarketplace.StreamStarted.selector,
            bytes32(0x29131774db0f129e2b3e99fa6212c8dd975e705aef5eae1230391f751914cd1f)
        );
        vm.assertEq(
            AgentMarketplace.StreamClaimed.selector,
            bytes32(0x68a126f69ea9727a2e30a187934fc217d6ee5c0bfe91232a0f3812202f961958)
        );
        vm.assertEq(
            AgentMarketplace.StreamStopped.selector,
            bytes32(0xbd916d823ba7852db5996559cdb736a67a95be9b58359e6c514f4d3efb3f6e9e)
        );
    }

    function test_marketplaceErrors() public pure {
        _is(AgentMarketplace.OrderNotPending.selector, 0xba254946);
        _is(AgentMarketplace.DeadlinePassed.selector, 0x70f65caa);
        _is(AgentMarketplace.NotSeller.selector, 0x5ec82351);
        _is(AgentMarketplace.NotBuyer.selector, 0x472e017e);
        _is(AgentMarketplace.ServiceNotActive.selector, 0x090f7689);
        _is(AgentMarketplace.InsufficientPayment.selector, 0xcd1c8867);
        _is(AgentMarketplace.InvalidDeadline.selector, 0x769d11e4);
        _is(AgentMarketplace.CannotDispute.selector, 0x1a7a0ae5);
        _is(AgentMarketplace.NotDisputed.selector, 0x433b0e14);
        _is(AgentMarketplace.NotFeeCollector.selector, 0x73fcd3fe);
        _is(AgentMarketplace.PayeeNotActiveAgent.selector, 0x56e37a59);
        _is(AgentMarketplace.MustDepositFunds.selector, 0x0ea6f4dd);
        _is(AgentMarketplace.InvalidRate.selector, 0x6a43f8d1);
        _is(AgentMarketplace.NotPayee.selector, 0x56cab67b);
        _is(AgentMarketplace.NotPayer.selector, 0x1435e357);
        _is(AgentMarketplace.StreamNotActive.selector, 0x93813ce1);
        _is(ReentrancyGuard.ReentrancyGuardReentrantCall.selector, 0x3ee5aeb5);
        _is(Pausable.EnforcedPause.selector, 0xd93c0665);
    }

    function test_registryFunctions() public pure {
        _is(AgentRegistry.registerAgent.selector, 0x7216fe48);
        _is(AgentRegistry.registerService.selector, 0x743f6a96);
        _is(bytes4(keccak256("agents(address)")), 0xfd66091e);
        _is(bytes4(keccak256("services(bytes32)")), 0x0a790eb7);
        _is(AgentRegistry.getAgentServices.selector, 0x5868b5ac);
        _is(AgentRegistry.isActiveAgent.selector, 0x65e1e466);
        _is(AgentRegistry.updateAgent.selector, 0xd371eac3);
        _is(AgentRegistry.updateServicePrice.selector, 0x29749b30);
        _is(AgentRegistry.deactivateService.selector, 0xbeebd682);
        _is(AgentRegistry.recordEarnings.selector, 0x9b1df017);
        _is(AgentRegistry.recordSpending.selector, 0x34dfbfee);
        _is(AgentRegistry.updateReputation.selector, 0xf5c91a08);
        _is(AgentRegistry.getAgentCount.selector, 0x91cab63e);
        _is(AgentRegistry.deactivateAgent.selector, 0xb0a0a927);
        _is(bytes4(keccak256("allAgents(uint256)")), 0xe0bb12f7);
        _is(bytes4(keccak256("agentServices(address,uint256)")), 0x3a6f339a);
    }

    /// Of these topics the first four bytes are known.
    function test_registryEvents() public pure {
        _is(bytes4(AgentRegistry.AgentRegistered.selector), 0x6cf3badc);
        _is(bytes4(AgentRegistry.ServiceRegistered.selector), 0xbfe7d95a);
        _is(bytes4(AgentRegistry.ServiceUpdated.selector), 0x91f3032e);
        _is(bytes4(AgentRegistry.ServiceDeactivated.selector), 0xcb459e8e);
        _is(bytes4(AgentRegistry.EarningsRecorded.selector), 0x9062dc95);
        _is(bytes4(AgentRegistry.SpendingRecorded.selector), 0xd9e8ae32);
        _is(bytes4(AgentRegistry.ReputationUpdated.selector), 0xfc577563);
    }

    /// The getters that the compiler makes have the selectors named above.
    function test_gettersAnswer() public {
        AgentRegistry registry = new AgentRegistry();
        AgentMarketplace market = new AgentMarketplace(address(registry), address(this));
        vm.assertEq(market.protocolFeeBps(), 250);
        vm.assertEq(market.BPS_DENOMINATOR(), 10_000);
        vm.assertEq(market.feeCollector(), address(this));
        vm.assertEq(address(market.registry()), address(registry));
        bytes4[9] memory getters = [
            bytes4(0x9c3f1e90),
            0x7f7bd2df,
            0x35659fb8,
            0xe1a45218,
            0xc415b95c,
            0x9003adfe,
            0x7b103999,
            0x8da5cb5b,
            0x5c975abb
        ];
        for (uint256 i = 0; i < getters.length; i++) {
            (bool answered,) = address(market).staticcall(abi.encodePacked(getters[i], uint256(0)));
            vm.assertTrue(answered);
        }
    }

    function _is(bytes4 selector, bytes4 expected) private pure {
        vm.assertEq(bytes32(selector), bytes32(expected));
    }
}
