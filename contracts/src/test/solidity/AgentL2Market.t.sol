// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AgentMarketplace} from "../../compat/solidity/agentl2/AgentMarketplace.sol";
import {AgentRegistry} from "../../compat/solidity/agentl2/AgentRegistry.sol";
import {TestBase} from "./Vm.sol";

/// What the stand-in of AgentL2's marketplace does with orders and money, its quirks among it.
contract AgentL2MarketTest is TestBase {
    address private constant SELLER = address(0x5E11E4);
    address private constant COLLECTOR = address(0xFEE);
    uint256 private constant START = 1_800_000_000;

    AgentRegistry private registry;
    AgentMarketplace private market;

    receive() external payable {}

    function setUp() public {
        vm.warp(START);
        registry = new AgentRegistry();
        market = new AgentMarketplace(address(registry), COLLECTOR);
        registry.registerAgent(SELLER, "did:x", "ipfs://agent");
        registry.transferOwnership(address(market));
    }

    function testFuzz_completionPaysTheSellerToTheWei(uint64 price, uint8 units, uint64 over)
        public
    {
        bytes32 service = _service(SELLER, price);
        uint256 total = uint256(price) * units;
        uint256 before = address(this).balance;

        bytes32 order =
            market.createOrder{value: total + over}(service, units, block.timestamp + 60);
        vm.assertEq(before - address(this).balance, total);
        vm.prank(SELLER);
        market.completeOrder(order, "x:result", hex"aabb");

        uint256 fee = total * 250 / 10_000;
        vm.assertEq(SELLER.balance, total - fee);
        vm.assertEq(market.collectedFees(), fee);
        vm.assertEq(address(market).balance, fee);
        vm.assertEq(uint256(_status(order)), uint256(AgentMarketplace.OrderStatus.Completed));
    }

    function test_orderIdsFollowTheirFormula() public {
        bytes32 service = _service(SELLER, 1);
        for (uint256 count = 0; count < 3; count++) {
            bytes32 id = keccak256(abi.encodePacked(service, address(this), START, count));
            vm.assertEq(market.createOrder{value: 1}(service, 1, START + 60), id);
        }
    }

    function test_selfOrdersAreListedTwice() public {
        registry.registerAgent(address(this), "did:self", "");
        bytes32 service = _service(address(this), 1);
        bytes32 order = market.createOrder{value: 1}(service, 1, START + 60);
        bytes32[] memory all = market.getAgentOrders(address(this));
        vm.assertEq(all.length, 2);
        vm.assertEq(all[0], order);
        vm.assertEq(all[1], order);
    }

    function test_anExpiredOrderIsFrozenUntilADisputeIsDecidedForTheBuyer() public {
        bytes32 order = _order(100);
        vm.warp(START + 61);

        vm.expectRevert(AgentMarketplace.DeadlinePassed.selector);
        vm.prank(SELLER);
        market.completeOrder(order, "", "");
        vm.expectRevert(AgentMarketplace.DeadlinePassed.selector);
        market.cancelOrder(order);

        market.disputeOrder(order, "too late");
        uint256 before = address(this).balance;
        vm.prank(COLLECTOR);
        market.resolveDispute(order, true);
        vm.assertEq(address(this).balance - before, 100);
        vm.assertEq(uint256(_status(order)), uint256(AgentMarketplace.OrderStatus.Refunded));
    }

    function test_aDisputeDecidedForTheSellerMakesTheOrderPendingAgain() public {
        bytes32 order = _order(100);
        market.disputeOrder(order, "why");
        vm.expectRevert(AgentMarketplace.OrderNotPending.selector);
        vm.prank(SELLER);
        market.completeOrder(order, "", "");

        vm.prank(COLLECTOR);
        market.resolveDispute(order, false);
        vm.assertEq(uint256(_status(order)), uint256(AgentMarketplace.OrderStatus.Pending));
        vm.prank(SELLER);
        market.completeOrder(order, "", "");
    }

    function test_cancellingRefundsInFull() public {
        uint256 before = address(this).balance;
        bytes32 order = _order(100);
        market.cancelOrder(order);
        vm.assertEq(address(this).balance, before);
        vm.expectRevert(AgentMarketplace.CannotDispute.selector);
        market.disputeOrder(order, "");
    }

    function test_aSellerThatTakesNoMoneyCannotComplete() public {
        AgentL2Miser miser = new AgentL2Miser(market);
        registry.registerAgent(address(miser), "did:miser", "");
        bytes32 service = _service(address(miser), 100);
        bytes32 order = market.createOrder{value: 100}(service, 1, START + 60);
        vm.expectRevert("Transfer failed");
        miser.complete(order);
    }

    function test_onlyThePartiesMayAct() public {
        bytes32 order = _order(1);
        vm.expectRevert(AgentMarketplace.NotSeller.selector);
        market.completeOrder(order, "", "");
        vm.expectRevert(AgentMarketplace.NotFeeCollector.selector);
        market.resolveDispute(order, true);
        vm.expectRevert(AgentMarketplace.NotBuyer.selector);
        vm.prank(SELLER);
        market.cancelOrder(order);
    }

    function test_createOrderChecksWhatItIsGiven() public {
        bytes32 service = _service(SELLER, 10);
        vm.expectRevert(AgentMarketplace.ServiceNotActive.selector);
        market.createOrder(keccak256("none"), 1, START + 60);
        vm.expectRevert(AgentMarketplace.InvalidDeadline.selector);
        market.createOrder{value: 10}(service, 1, START);
        vm.expectRevert(AgentMarketplace.InsufficientPayment.selector);
        market.createOrder{value: 19}(service, 2, START + 60);
        market.pause();
        vm.expectRevert(bytes4(0xd93c0665));
        market.createOrder{value: 10}(service, 1, START + 60);
    }

    function test_streamsPayBySeconds() public {
        bytes32 stream = market.startStream{value: 100}(SELLER, 3);
        vm.warp(START + 10);
        vm.prank(SELLER);
        market.claimStream(stream);
        vm.assertEq(SELLER.balance, 30);
        vm.warp(START + 15);
        uint256 before = address(this).balance;
        market.stopStream(stream);
        vm.assertEq(SELLER.balance, 45);
        vm.assertEq(address(this).balance - before, 55);
    }

    function _service(address agent, uint256 price) private returns (bytes32) {
        return registry.registerService(agent, "text", price, "ipfs://service");
    }

    function _order(uint256 price) private returns (bytes32) {
        return market.createOrder{value: price}(_service(SELLER, price), 1, START + 60);
    }

    function _status(bytes32 order) private view returns (AgentMarketplace.OrderStatus status) {
        (,,,,,,, status,,) = market.orders(order);
    }
}

/// A seller that is a contract and has no way to receive coin.
contract AgentL2Miser {
    AgentMarketplace private immutable market;

    constructor(AgentMarketplace market_) {
        market = market_;
    }

    function complete(bytes32 order) external {
        market.completeOrder(order, "", "");
    }
}
