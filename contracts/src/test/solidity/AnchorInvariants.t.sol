// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Operated} from "../../main/solidity/Operated.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {AnchorRecord} from "./AnchorRecord.sol";
import {TestBase} from "./Vm.sol";

/// Calls the anchor in every way, right and wrong, and remembers what must be there. The operator
/// changes in between; the accounts that it offers to are few, so that some come back.
contract AnchorCalls is TestBase {
    bytes32 private constant LOG = keccak256("log");

    address public operator = account(1);
    address public offered;
    ReceiptAnchor public immutable anchor = new ReceiptAnchor(LOG, operator);
    bytes[] public records;
    uint256[] public times;

    function periods() external view returns (uint256) {
        return records.length;
    }

    function anchorNext(bytes32 root, uint64 entries, uint32 partitions) external {
        bytes memory record = _record(uint64(records.length), anchor.head(), root);
        _overwrite(record, 64, abi.encodePacked(partitions));
        _overwrite(record, 88, abi.encodePacked(entries));
        vm.prank(operator);
        vm.assertTrue(anchor.anchor(record));
        records.push(record);
        times.push(block.timestamp);
    }

    function replay(uint256 period) external {
        if (records.length == 0) return;
        vm.prank(operator);
        vm.assertFalse(anchor.anchor(records[period % records.length]));
    }

    function conflict(uint256 period, uint256 bit) external {
        if (records.length == 0) return;
        bytes memory record = records[period % records.length];
        bit = bound(bit, 48 * 8, 304 * 8 - 1);
        record[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _expectRefusedRecord(operator, record, ReceiptAnchor.Conflict.selector);
    }

    function gap(uint64 ahead, bytes32 root) external {
        uint256 seq = bound(ahead, records.length + 1, type(uint64).max / 20_000);
        bytes memory record = _record(uint64(seq), anchor.head(), root);
        _expectRefusedRecord(operator, record, ReceiptAnchor.OutOfOrder.selector);
    }

    function wrongPrevious(bytes32 previous, bytes32 root) external {
        if (previous == anchor.head()) return;
        bytes memory record = _record(uint64(records.length), previous, root);
        _expectRefusedRecord(operator, record, ReceiptAnchor.OutOfOrder.selector);
    }

    function notTheOperator(address caller, bytes32 root) public {
        if (caller == operator) return;
        bytes memory record = _record(uint64(records.length), anchor.head(), root);
        _expectRefusedRecord(caller, record, Operated.NotOperator.selector);
        _expectRefusal(
            caller,
            abi.encodeCall(Operated.offerOperator, (caller)),
            Operated.NotOperator.selector
        );
    }

    /// Of those that have been, are or may become the operator, only the one that is may anchor.
    function anotherOperator(uint256 which, bytes32 root) external {
        notTheOperator(account(which), root);
    }

    /// Account 0 is nobody: that withdraws the offer.
    function offer(uint256 which) external {
        offered = account(which);
        vm.expectEmit();
        emit Operated.OperatorOffered(offered);
        vm.prank(operator);
        anchor.offerOperator(offered);
    }

    function accept() external {
        if (offered == address(0)) return;
        vm.expectEmit();
        emit ReceiptAnchor.OperatorChanged(operator, offered, uint64(records.length));
        vm.prank(offered);
        anchor.acceptOperator();
        (operator, offered) = (offered, address(0));
    }

    function acceptUnasked(address caller, uint256 which) external {
        address[2] memory callers = [caller, account(which)];
        for (uint256 i = 0; i < 2; ++i) {
            if (callers[i] == offered || callers[i] == address(0)) continue;
            _expectRefusal(
                callers[i],
                abi.encodeCall(Operated.acceptOperator, ()),
                Operated.NotOffered.selector
            );
        }
    }

    function account(uint256 which) public pure returns (address) {
        return which % 5 == 0 ? address(0) : address(uint160(0xA11CE + which % 5));
    }

    function otherLength(bytes calldata record) external {
        if (record.length == 304) return;
        _expectRefusedRecord(operator, record, ReceiptAnchor.BadLength.selector);
    }

    function pass(uint16 secs) external {
        vm.warp(block.timestamp + secs);
    }

    function _expectRefusedRecord(address caller, bytes memory record, bytes4 reason) private {
        _expectRefusal(caller, abi.encodeCall(ReceiptAnchor.anchor, (record)), reason);
    }

    function _expectRefusal(address caller, bytes memory call, bytes4 reason) private {
        vm.prank(caller);
        (bool ok, bytes memory answer) = address(anchor).call(call);
        vm.assertFalse(ok, "must revert");
        vm.assertEq(bytes32(bytes4(answer)), bytes32(reason));
    }

    function _record(uint64 seq, bytes32 previous, bytes32 root)
        private
        pure
        returns (bytes memory)
    {
        AnchorRecord.Fields memory f;
        (f.logId, f.seq, f.prevAnchorHash) = (LOG, seq, previous);
        (f.periodRoot, f.settlementRoot) = (root, keccak256(abi.encode(root)));
        (f.entries, f.accepted, f.partitionCount) = (10, 7, 3);
        return AnchorRecord.encode(f);
    }

    function _overwrite(bytes memory data, uint256 offset, bytes memory part) private pure {
        for (uint256 i = 0; i < part.length; ++i) {
            data[offset + i] = part[i];
        }
    }
}

/// Law 14 over any sequence of calls: what was anchored stays, in order, and nothing else gets in,
/// whoever operates meanwhile.
contract AnchorInvariantsTest is TestBase {
    AnchorCalls private calls;
    ReceiptAnchor private anchor;
    uint64 private highest;

    function setUp() public {
        vm.warp(1_800_000_000);
        calls = new AnchorCalls();
        anchor = calls.anchor();
    }

    /// forge calls the functions of these contracts, in any order.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(calls);
    }

    function invariant_nextOnlyGrowsAndCountsThePeriods() public {
        uint64 next = anchor.next();
        vm.assertTrue(next >= highest);
        vm.assertEq(next, calls.periods());
        highest = next;
    }

    function invariant_theOperatorIsWhoAcceptedLast() public view {
        vm.assertEq(anchor.operator(), calls.operator());
        vm.assertEq(anchor.pendingOperator(), calls.offered());
    }

    function invariant_headIsTheNewestRecord() public view {
        uint256 count = calls.periods();
        bytes32 newest = count == 0 ? bytes32(0) : AnchorRecord.hash(calls.records(count - 1));
        vm.assertEq(anchor.head(), newest);
    }

    function invariant_newestPeriodIsAsItsRecord() public view {
        uint256 count = calls.periods();
        if (count > 0) _assertIsAsItsRecord(uint64(count - 1));
    }

    /// When a sequence of calls is over, all periods are still as they were anchored.
    function afterInvariant() public view {
        for (uint64 seq = 0; seq < calls.periods(); ++seq) {
            _assertIsAsItsRecord(seq);
        }
    }

    function invariant_nothingIsThereBeforeItIsAnchored() public view {
        (bytes32 anchorHash, bytes32 root,,,, uint32 count, uint64 time) =
            anchor.period(anchor.next());
        vm.assertEq(anchorHash | root, bytes32(0));
        vm.assertEq(uint256(count) + time, 0);
    }

    function at(bytes calldata record, uint256 offset) external pure returns (bytes32) {
        return bytes32(record[offset:offset + 32]);
    }

    function _assertIsAsItsRecord(uint64 seq) private view {
        bytes memory record = calls.records(seq);
        (
            bytes32 anchorHash,
            bytes32 periodRoot,
            bytes32 settlementRoot,
            uint64 entries,
            uint64 accepted,
            uint32 partitionCount,
            uint64 anchoredAt
        ) = anchor.period(seq);
        vm.assertEq(anchorHash, AnchorRecord.hash(record));
        vm.assertEq(periodRoot, bytes32(this.at(record, 104)));
        vm.assertEq(settlementRoot, bytes32(this.at(record, 136)));
        vm.assertEq(entries, uint64(bytes8(this.at(record, 88))));
        vm.assertEq(accepted, uint64(bytes8(this.at(record, 96))));
        vm.assertEq(partitionCount, uint32(bytes4(this.at(record, 64))));
        vm.assertEq(anchoredAt, calls.times(seq));
    }
}
