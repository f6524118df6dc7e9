// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {AnchorRecord} from "./AnchorRecord.sol";
import {TestBase} from "./Vm.sol";

/// A vault over an anchor, and periods of two settlement rows made to order.
abstract contract VaultParts is TestBase {
    bytes32 internal constant LOG = keccak256("log");
    address internal constant OPERATOR = address(0xA11CE);
    address internal constant VENDOR = address(0xBEE);
    address internal constant OTHER = address(0xC0C0A);
    uint64 internal constant DELAY = 3600;

    ReceiptAnchor internal anchor;
    PayoutVault internal vault;
    TestUSD internal usd;
    /// Of the periods that are anchored from now on.
    uint32 internal epoch;

    function deploy() internal {
        vm.warp(1_800_000_000);
        anchor = new ReceiptAnchor(LOG, OPERATOR);
        vault = new PayoutVault(anchor, DELAY, OPERATOR);
        usd = new TestUSD();
    }

    /// Anchors the next period with these two rows (their seq is set) and gives both proofs.
    function anchorRows(PayoutVault.Row memory a, PayoutVault.Row memory b)
        internal
        returns (bytes32[] memory proofOfA, bytes32[] memory proofOfB)
    {
        uint64 seq = anchor.next();
        (a.seq, b.seq) = (seq, seq);
        (proofOfA, proofOfB) = (new bytes32[](1), new bytes32[](1));
        (proofOfA[0], proofOfB[0]) = (leafOf(b), leafOf(a));
        anchorRoot(Hashes.commutativeKeccak256(leafOf(a), leafOf(b)));
    }

    /// Anchors the next period with this only row, whose proof is empty.
    function anchorRow(PayoutVault.Row memory row) internal {
        row.seq = anchor.next();
        anchorRoot(leafOf(row));
    }

    function anchorRoot(bytes32 settlementRoot) internal {
        bytes memory record = AnchorRecord.encode(
            AnchorRecord.Fields({
                logId: LOG,
                seq: anchor.next(),
                partitionCount: 1,
                epoch: epoch,
                entries: 3,
                accepted: 2,
                periodRoot: sha256("period"),
                settlementRoot: settlementRoot,
                prevAnchorHash: anchor.head()
            })
        );
        vm.prank(anchor.operator());
        anchor.anchor(record);
    }

    function pastDelay() internal {
        vm.warp(block.timestamp + DELAY);
    }

    function credit(address account, address asset, uint256 cumCredit)
        internal
        pure
        returns (PayoutVault.Row memory row)
    {
        (row.account, row.asset) = (account, asset);
        (row.periodCredit, row.cumCredit) = (cumCredit, cumCredit);
    }

    function leafOf(PayoutVault.Row memory row) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(row))));
    }

    function noProof() internal pure returns (bytes32[] memory) {
        return new bytes32[](0);
    }

    function notClaimable(PayoutVault.Refusal reason) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(PayoutVault.NotClaimable.selector, reason);
    }
}

/// The same, deployed anew for each test.
abstract contract VaultFixture is VaultParts {
    function setUp() public virtual {
        deploy();
    }
}
