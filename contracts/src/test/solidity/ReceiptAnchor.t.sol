// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Operated} from "../../main/solidity/Operated.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {AnchorRecord} from "./AnchorRecord.sol";
import {TestBase} from "./Vm.sol";

/// Law 14: replay is a no-op; conflict, gap, wrong previous, not operator and bad bytes revert.
contract ReceiptAnchorTest is TestBase {
    bytes32 private constant LOG = keccak256("log");
    address private constant OPERATOR = address(0xA11CE);

    ReceiptAnchor private anchor;

    event Anchored(uint64 indexed seq, bytes32 indexed anchorHash, bytes record);

    function setUp() public {
        anchor = new ReceiptAnchor(LOG, OPERATOR);
        vm.warp(1_800_000_000);
    }

    function test_startsEmpty() public view {
        vm.assertEq(anchor.next(), 0);
        vm.assertEq(anchor.head(), bytes32(0));
        vm.assertEq(anchor.logId(), LOG);
        vm.assertEq(anchor.operator(), OPERATOR);
    }

    function testFuzz_storesWhatTheRecordSays(AnchorRecord.Fields memory f) public {
        (f.logId, f.seq, f.prevAnchorHash) = (LOG, 0, 0);
        bytes memory record = AnchorRecord.encode(f);
        bytes32 hash = AnchorRecord.hash(record);

        vm.expectEmit();
        emit Anchored(0, hash, record);
        vm.prank(OPERATOR);
        vm.assertTrue(anchor.anchor(record));

        vm.assertEq(anchor.next(), 1);
        vm.assertEq(anchor.head(), hash);
        _assertPeriod(f, hash);
    }

    function testFuzz_chainGrowsAndReplayIsANoOp(bytes32[6] memory roots, uint256 replayed) public {
        bytes[] memory records = _anchorChain(roots);
        bytes32 head = anchor.head();
        uint256 index = bound(replayed, 0, records.length - 1);
        vm.warp(1_900_000_000);

        vm.prank(OPERATOR);
        vm.assertFalse(anchor.anchor(records[index]));

        vm.assertEq(anchor.next(), records.length);
        vm.assertEq(anchor.head(), head);
        (,,,,,, uint64 anchoredAt) = anchor.period(uint64(index));
        vm.assertEq(anchoredAt, 1_800_000_000);
    }

    function testFuzz_conflictReverts(bytes32[6] memory roots, uint256 period, uint256 bit) public {
        bytes[] memory records = _anchorChain(roots);
        uint64 seq = uint64(bound(period, 0, records.length - 1));
        bytes memory other = _flip(records[seq], bound(bit, 48 * 8, 304 * 8 - 1));

        _expectRefusal(other, abi.encodeWithSelector(
                ReceiptAnchor.Conflict.selector,
                seq,
                AnchorRecord.hash(records[seq]),
                AnchorRecord.hash(other)
            ));
    }

    function testFuzz_gapReverts(bytes32[6] memory roots, uint64 seq) public {
        _anchorChain(roots);
        seq = uint64(bound(seq, 7, type(uint64).max / 20_000));
        bytes32 head = anchor.head();

        _expectRefusal(_record(seq, head, 0), abi.encodeWithSelector(ReceiptAnchor.OutOfOrder.selector, seq, uint64(6), head, head));
    }

    function testFuzz_wrongPreviousReverts(bytes32[6] memory roots, bytes32 previous) public {
        _anchorChain(roots);
        bytes32 head = anchor.head();
        vm.assume(previous != head);

        _expectRefusal(_record(6, previous, 0), abi.encodeWithSelector(
                ReceiptAnchor.OutOfOrder.selector, uint64(6), uint64(6), previous, head
            ));
    }

    function testFuzz_firstRecordHasNoPrevious(bytes32 previous) public {
        vm.assume(previous != 0);
        _expectRefusal(
            _record(0, previous, 0),
            abi.encodeWithSelector(
                ReceiptAnchor.OutOfOrder.selector, uint64(0), uint64(0), previous, bytes32(0)
            )
        );
    }

    function testFuzz_onlyTheOperatorAnchors(address caller) public {
        vm.assume(caller != OPERATOR);
        bytes memory record = _record(0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(Operated.NotOperator.selector, caller));
        vm.prank(caller);
        anchor.anchor(record);
    }

    function testFuzz_otherLengthsRevert(bytes memory record) public {
        vm.assume(record.length != 304);
        _expectRefusal(record, abi.encodeWithSelector(ReceiptAnchor.BadLength.selector, record.length));
    }

    function test_lengthIsExact() public {
        bytes memory record = _record(0, 0, 0);
        _expectRefusal(
            bytes.concat(record, hex"00"),
            abi.encodeWithSelector(ReceiptAnchor.BadLength.selector, 305)
        );
        assembly {
            mstore(record, 303)
        }
        _expectRefusal(record, abi.encodeWithSelector(ReceiptAnchor.BadLength.selector, 303));
    }

    function testFuzz_otherMagicReverts(bytes4 magic) public {
        vm.assume(magic != "QTA1");
        bytes memory record = _overwrite(_record(0, 0, 0), 0, abi.encodePacked(magic));
        _expectRefusal(record, abi.encodeWithSelector(ReceiptAnchor.BadMagic.selector, magic));
    }

    function testFuzz_otherVersionReverts(uint32 version) public {
        vm.assume(version != 1);
        bytes memory record = _overwrite(_record(0, 0, 0), 4, abi.encodePacked(version));
        _expectRefusal(record, abi.encodeWithSelector(ReceiptAnchor.BadVersion.selector, version));
    }

    function testFuzz_otherLogReverts(bytes32 logId) public {
        vm.assume(logId != LOG);
        bytes memory record = _overwrite(_record(0, 0, 0), 8, abi.encodePacked(logId));
        _expectRefusal(record, abi.encodeWithSelector(ReceiptAnchor.WrongLog.selector, logId));
    }

    function test_unknownPeriodProvesNothing() public view {
        bytes32[] memory none = new bytes32[](0);
        bytes memory entry = abi.encodePacked(hex"01", new bytes(87));
        bytes memory head = abi.encodePacked(hex"01200000", new bytes(124));
        vm.assertFalse(anchor.verifyEntry(0, entry, 0, none, head, none));
    }

    function _expectRefusal(bytes memory record, bytes memory reason) private {
        vm.prank(OPERATOR);
        (bool ok, bytes memory answer) =
            address(anchor).call(abi.encodeCall(ReceiptAnchor.anchor, (record)));
        vm.assertFalse(ok, "must revert");
        vm.assertEq(keccak256(answer), keccak256(reason), "other reason");
    }

    function _anchorChain(bytes32[6] memory roots) private returns (bytes[] memory records) {
        records = new bytes[](roots.length);
        bytes32 head = 0;
        for (uint64 seq = 0; seq < roots.length; ++seq) {
            records[seq] = _record(seq, head, roots[seq]);
            head = AnchorRecord.hash(records[seq]);
            vm.prank(OPERATOR);
            vm.assertTrue(anchor.anchor(records[seq]));
        }
        vm.assertEq(anchor.head(), head);
    }

    function _record(uint64 seq, bytes32 previous, bytes32 root)
        private
        pure
        returns (bytes memory)
    {
        return AnchorRecord.encode(
            AnchorRecord.Fields({
                logId: LOG,
                seq: seq,
                partitionCount: 3,
                epoch: 0,
                entries: 10,
                accepted: 7,
                periodRoot: root,
                settlementRoot: keccak256(abi.encode(root)),
                prevAnchorHash: previous
            })
        );
    }

    function _assertPeriod(AnchorRecord.Fields memory f, bytes32 hash) private view {
        (
            bytes32 anchorHash,
            bytes32 periodRoot,
            bytes32 settlementRoot,
            uint64 entries,
            uint64 accepted,
            uint32 partitionCount,
            uint64 anchoredAt
        ) = anchor.period(f.seq);
        vm.assertEq(anchorHash, hash);
        vm.assertEq(periodRoot, f.periodRoot);
        vm.assertEq(settlementRoot, f.settlementRoot);
        vm.assertEq(entries, f.entries);
        vm.assertEq(accepted, f.accepted);
        vm.assertEq(partitionCount, f.partitionCount);
        vm.assertEq(anchoredAt, 1_800_000_000);
    }

    function _flip(bytes memory data, uint256 bit) private pure returns (bytes memory flipped) {
        flipped = bytes.concat(data);
        flipped[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
    }

    function _overwrite(bytes memory data, uint256 offset, bytes memory part)
        private
        pure
        returns (bytes memory)
    {
        for (uint256 i = 0; i < part.length; ++i) {
            data[offset + i] = part[i];
        }
        return data;
    }
}
