// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {ReceiptVerifier} from "../../main/solidity/ReceiptVerifier.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {DeliveryEscrow} from "./DeliveryEscrow.sol";
import {ReceiptFixture} from "./ReceiptFixture.sol";

/// Disputes are decided from receipts, by a contract that knows nothing of logs.
contract DeliveryEscrowTest is ReceiptFixture {
    uint256 private constant AGENT_KEY = 0xA6E47;
    address private constant BUYER = address(0xB0B);
    bytes32 private constant ORDER = keccak256("order");
    uint256 private constant PRICE = 250_000;
    uint256 private constant DEADLINE = 1_800_000_100;

    DeliveryEscrow private escrow;
    TestUSD private usd;

    function setUp() public override {
        super.setUp();
        escrow = new DeliveryEscrow(verifier);
        usd = new TestUSD();
        usd.mint(BUYER, PRICE);
        vm.prank(BUYER);
        usd.approve(address(escrow), PRICE);
        vm.prank(BUYER);
        escrow.open(
            ORDER, DeliveryEscrow.Order(BUYER, vm.addr(AGENT_KEY), usd, PRICE, DEADLINE)
        );
    }

    function testFuzz_provenReceiptDecidesForTheAgent(Place memory place, address carrier) public {
        Evidence memory e = evidenceOf(_receipt(), AGENT_KEY, place);
        vm.prank(carrier);
        escrow.deliver(e.receipt, e.signature, e.inclusion);
        vm.assertEq(usd.balanceOf(vm.addr(AGENT_KEY)), PRICE);

        vm.expectRevert(DeliveryEscrow.OtherOrder.selector);
        escrow.deliver(e.receipt, e.signature, e.inclusion);
        vm.warp(DEADLINE + 3 days);
        vm.expectRevert(DeliveryEscrow.OtherOrder.selector);
        escrow.takeBack(ORDER);
    }

    function testFuzz_unprovenReceiptDecidesNothing(Place memory place) public {
        Evidence memory e = evidenceOf(_receipt(), AGENT_KEY, place);
        e.inclusion.period = 7;
        vm.expectRevert(
            abi.encodeWithSelector(
                DeliveryEscrow.NotProven.selector, ReceiptVerifier.FailedCheck.Anchor
            )
        );
        escrow.deliver(e.receipt, e.signature, e.inclusion);
    }

    /// Proven receipts that say something else: failed, another's, too late, another price.
    function testFuzz_otherReceiptsDecideNothing(Place memory place) public {
        ReceiptAnchor.Receipt[4] memory others =
            [_receipt(), _receipt(), _receipt(), _receipt()];
        others[0].verdict = 2;
        others[1].buyer = address(0xBAD);
        others[2].completedAt = uint64(DEADLINE * 1000 + 1);
        others[3].amount = PRICE - 1;
        for (uint256 i = 0; i < 4; ++i) {
            _assertDecidesNothing(evidenceOf(others[i], AGENT_KEY, place));
        }
        _assertDecidesNothing(evidenceOf(_receipt(), AGENT_KEY + 1, place));
    }

    function test_withoutReceiptTheBuyerHasTheMoneyBack() public {
        vm.warp(DEADLINE + 2 days);
        vm.expectRevert(DeliveryEscrow.NotDecided.selector);
        escrow.takeBack(ORDER);
        vm.warp(DEADLINE + 2 days + 1);
        escrow.takeBack(ORDER);
        vm.assertEq(usd.balanceOf(BUYER), PRICE);
    }

    function _assertDecidesNothing(Evidence memory e) private {
        assertHolds(e);
        vm.expectRevert(DeliveryEscrow.OtherOrder.selector);
        escrow.deliver(e.receipt, e.signature, e.inclusion);
    }

    function _receipt() private view returns (ReceiptAnchor.Receipt memory r) {
        (r.orderId, r.buyer, r.asset) = (ORDER, BUYER, address(usd));
        (r.amount, r.verdict, r.completedAt) = (PRICE, 1, uint64(DEADLINE * 1000));
    }
}
