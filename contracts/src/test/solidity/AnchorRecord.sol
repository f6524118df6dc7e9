// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Builds the 304-byte anchor records that tests need.
library AnchorRecord {
    struct Fields {
        bytes32 logId;
        uint64 seq;
        uint32 partitionCount;
        uint32 epoch;
        uint64 entries;
        uint64 accepted;
        bytes32 periodRoot;
        bytes32 settlementRoot;
        bytes32 prevAnchorHash;
    }

    function encode(Fields memory f) internal pure returns (bytes memory) {
        bytes memory opening = abi.encodePacked(
            "QTA1",
            uint32(1),
            f.logId,
            f.seq,
            f.seq * 10,
            f.seq * 10 + 10,
            f.partitionCount,
            f.epoch,
            bytes16("topic")
        );
        bytes memory counters = abi.encodePacked(f.entries, f.accepted);
        bytes memory hashes = abi.encodePacked(
            f.periodRoot,
            f.settlementRoot,
            sha256("totals"),
            f.prevAnchorHash,
            sha256("log root"),
            sha256("rules"),
            uint64(f.seq * 10_000 + 10_001)
        );
        return bytes.concat(opening, counters, hashes);
    }

    function hash(bytes memory record) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", record));
    }
}
