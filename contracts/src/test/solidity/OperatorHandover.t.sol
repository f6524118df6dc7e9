// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Operated} from "../../main/solidity/Operated.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {AnchorRecord} from "./AnchorRecord.sol";
import {ReceiptFixture} from "./ReceiptFixture.sol";

/// The operator of an anchor hands over by an offer and its acceptance; what is anchored stays proven.
contract OperatorHandoverTest is ReceiptFixture {
    uint256 private constant KEY = 0x5EED;

    function test_startsWithoutAnOffer() public {
        vm.assertEq(anchor.pendingOperator(), address(0));
        _expectRefusal(
            address(0xBEE),
            abi.encodeCall(Operated.acceptOperator, ()),
            abi.encodeWithSelector(Operated.NotOffered.selector, address(0xBEE))
        );
    }

    function testFuzz_anOfferAloneChangesNothing(address heir) public {
        vm.assume(heir != OPERATOR);
        vm.expectEmit();
        emit Operated.OperatorOffered(heir);
        _offer(OPERATOR, heir);

        vm.assertEq(anchor.operator(), OPERATOR);
        vm.assertEq(anchor.pendingOperator(), heir);
        _expectNotOperator(heir, _next(sha256("root")));
        _expectNotOperator(heir, abi.encodeCall(Operated.offerOperator, (heir)));
        _anchorNext(OPERATOR, sha256("root"));
    }

    function testFuzz_acceptanceTellsFromWhichPeriodOn(address heir, uint8 periods) public {
        vm.assume(heir != OPERATOR && heir != address(0));
        uint64 count = periods % 8;
        for (uint64 seq = 0; seq < count; ++seq) {
            _anchorNext(OPERATOR, keccak256(abi.encode(seq)));
        }
        bytes32 head = anchor.head();
        _offer(OPERATOR, heir);
        vm.expectEmit();
        emit ReceiptAnchor.OperatorChanged(OPERATOR, heir, count);
        _accept(heir);

        vm.assertEq(anchor.operator(), heir);
        vm.assertEq(anchor.pendingOperator(), address(0));
        vm.assertEq(anchor.next(), count);
        vm.assertEq(anchor.head(), head);
        _expectNotOperator(OPERATOR, _next(sha256("root")));
        _expectNotOperator(OPERATOR, abi.encodeCall(Operated.offerOperator, (OPERATOR)));
        _anchorNext(heir, sha256("root"));
        vm.assertEq(anchor.next(), count + 1);
    }

    function testFuzz_theNewOperatorIsHeldToWhatTheOldOneAnchored(address heir, uint256 bit) public {
        vm.assume(heir != OPERATOR && heir != address(0));
        bytes memory first = _record(sha256("first"));
        _anchor(OPERATOR, first, true);
        _anchorNext(OPERATOR, sha256("second"));
        _handOver(heir);
        bytes32 head = anchor.head();

        _anchor(heir, first, false);
        vm.assertEq(anchor.next(), 2);
        vm.assertEq(anchor.head(), head);

        bytes memory other = bytes.concat(first);
        bit = bound(bit, 48 * 8, 304 * 8 - 1);
        other[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _expectRefusal(
            heir,
            abi.encodeCall(ReceiptAnchor.anchor, (other)),
            abi.encodeWithSelector(
                ReceiptAnchor.Conflict.selector,
                uint64(0),
                AnchorRecord.hash(first),
                AnchorRecord.hash(other)
            )
        );
    }

    function test_theOldOperatorMayNotEvenRepeat() public {
        bytes memory first = _record(sha256("first"));
        _anchor(OPERATOR, first, true);
        _handOver(address(0xBEE));
        _expectNotOperator(OPERATOR, abi.encodeCall(ReceiptAnchor.anchor, (first)));
    }

    function testFuzz_onlyTheOfferedAccepts(address heir, address other) public {
        vm.assume(other != heir);
        _offer(OPERATOR, heir);
        _expectNotOffered(other);
        vm.assertEq(anchor.operator(), OPERATOR);
    }

    function testFuzz_onlyTheOperatorOffers(address caller, address heir) public {
        vm.assume(caller != OPERATOR);
        _expectNotOperator(caller, abi.encodeCall(Operated.offerOperator, (heir)));
        vm.assertEq(anchor.pendingOperator(), address(0));
    }

    function testFuzz_aWithdrawnOfferIsNone(address heir) public {
        vm.assume(heir != address(0));
        _offer(OPERATOR, heir);
        vm.expectEmit();
        emit Operated.OperatorOffered(address(0));
        _offer(OPERATOR, address(0));
        _expectNotOffered(heir);
    }

    function testFuzz_anotherOfferReplacesTheFirst(address heir, address other) public {
        vm.assume(heir != other && other != address(0));
        _offer(OPERATOR, heir);
        _offer(OPERATOR, other);
        _expectNotOffered(heir);
        _accept(other);
        vm.assertEq(anchor.operator(), other);
    }

    function testFuzz_anOfferIsAcceptedOnce(address heir) public {
        vm.assume(heir != OPERATOR && heir != address(0));
        _handOver(heir);
        _expectNotOffered(heir);
        _offer(heir, OPERATOR);
        _accept(OPERATOR);
        vm.assertEq(anchor.operator(), OPERATOR);
        _expectNotOffered(heir);
        _expectNotOperator(heir, _next(sha256("root")));
    }

    function testFuzz_anOpenOfferDoesNotOutliveItsOperator(address heir, address next) public {
        vm.assume(heir != address(0) && next != address(0) && next != heir);
        _offer(OPERATOR, next);
        _handOver(heir);
        _expectNotOffered(next);
    }

    function testFuzz_receiptsOfOldPeriodsStayProven(
        ReceiptAnchor.Receipt memory receipt,
        Place memory place,
        address heir
    ) public {
        vm.assume(heir != OPERATOR && heir != address(0));
        Evidence memory before = evidenceOf(receipt, KEY, place);
        _offer(OPERATOR, heir);
        assertHolds(before);
        _accept(heir);
        assertHolds(before);
        Evidence memory later = evidenceOf(_copy(receipt), KEY, place);
        vm.assertEq(later.inclusion.period, 1);
        assertHolds(later);
        assertHolds(before);
    }

    /// Evidence keeps the receipt that it was made of, which making other evidence changes.
    function _copy(ReceiptAnchor.Receipt memory receipt)
        private
        pure
        returns (ReceiptAnchor.Receipt memory)
    {
        return abi.decode(abi.encode(receipt), (ReceiptAnchor.Receipt));
    }

    function _handOver(address heir) private {
        _offer(anchor.operator(), heir);
        _accept(heir);
    }

    function _offer(address operator, address heir) private {
        vm.prank(operator);
        anchor.offerOperator(heir);
    }

    function _accept(address heir) private {
        vm.prank(heir);
        anchor.acceptOperator();
    }

    function _anchorNext(address operator, bytes32 root) private {
        _anchor(operator, _record(root), true);
    }

    function _anchor(address operator, bytes memory record, bool changes) private {
        vm.prank(operator);
        vm.assertTrue(anchor.anchor(record) == changes);
    }

    function _expectNotOffered(address caller) private {
        _expectRefusal(
            caller,
            abi.encodeCall(Operated.acceptOperator, ()),
            abi.encodeWithSelector(Operated.NotOffered.selector, caller)
        );
    }

    function _expectNotOperator(address caller, bytes memory call) private {
        _expectRefusal(
            caller, call, abi.encodeWithSelector(Operated.NotOperator.selector, caller)
        );
    }

    function _expectRefusal(address caller, bytes memory call, bytes memory reason) private {
        vm.prank(caller);
        (bool ok, bytes memory answer) = address(anchor).call(call);
        vm.assertFalse(ok, "must revert");
        vm.assertEq(keccak256(answer), keccak256(reason), "other reason");
    }

    function _next(bytes32 root) private view returns (bytes memory) {
        return abi.encodeCall(ReceiptAnchor.anchor, (_record(root)));
    }

    function _record(bytes32 root) private view returns (bytes memory) {
        AnchorRecord.Fields memory f;
        (f.logId, f.seq, f.prevAnchorHash) = (LOG, anchor.next(), anchor.head());
        (f.periodRoot, f.partitionCount) = (root, 1);
        return AnchorRecord.encode(f);
    }
}
