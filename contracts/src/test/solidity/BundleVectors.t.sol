// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {ReceiptVerifier} from "../../main/solidity/ReceiptVerifier.sol";
import {VectorFiles} from "./VectorFiles.sol";

/// Every good bundle of the shared vectors is proven on chain; every bad one fails there at the same
/// check as offline, as far as the chain needs what is bad about it.
contract BundleVectorsTest is VectorFiles {
    string private constant FILE = "bundle.json";

    ReceiptVerifier private verifier;

    function setUp() public {
        string memory json = _read("log.json");
        address operator = vm.parseJsonAddress(json, ".log.operator");
        ReceiptAnchor anchor = _anchorAt(
            vm.parseJsonAddress(json, ".log.domain.verifyingContract"),
            vm.parseJsonUint(json, ".log.domain.chainId"),
            vm.parseJsonBytes32(json, ".log.logId"),
            operator
        );
        verifier = new ReceiptVerifier(anchor);
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory record =
                vm.parseJsonBytes(json, _join(_at(".periods", i), ".anchor.record"));
            vm.prank(operator);
            anchor.anchor(record);
        }
    }

    function test_goodBundlesAreProven() public view {
        uint256 count = this.lengthIn(FILE, ".bundles");
        vm.assertEq(count, 6);
        for (uint256 i = 0; i < count; ++i) {
            string memory at = _at(".bundles", i);
            vm.assertEq(this.check(_join(at, ".bundle")), "None", at);
        }
    }

    function test_badBundlesFailAtTheirCheck() public {
        uint256 count = this.lengthIn(FILE, ".invalid");
        vm.assertEq(count, 26);
        uint256 failed = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (this.checkInvalid(_at(".invalid", i))) ++failed;
        }
        vm.assertEq(failed, 11);
    }

    /// The Java side holds its own encoding of the same calls against the same hashes.
    function test_callEncoding() public view {
        for (uint256 i = 0; i < 6; ++i) {
            this.checkEncoding(i);
        }
    }

    /// The refused signatures of the vectors, over the receipt that they do not sign.
    function test_refusedSignatures() public view {
        uint256 count = this.lengthIn("eip712.json", ".refusedSignatures.cases");
        vm.assertEq(count, 20);
        for (uint256 i = 0; i < count; ++i) {
            this.checkRefused(_at(".refusedSignatures.cases", i));
        }
    }

    /// Whether the bundle fails on chain. What it has beside the evidence (its copy of the anchor, the
    /// checkpoint, disclosures) is not asked for there: the chain has the anchor that counts.
    function checkInvalid(string calldata at) external returns (bool) {
        string memory json = _read(FILE);
        bytes32 expected = keccak256(bytes(vm.parseJsonString(json, _join(at, ".fails"))));
        string memory bundle = _join(at, ".bundle");
        bool genuine = this.isGenuine(vm.parseJsonBytes(json, _join(bundle, ".anchor")));
        string memory failed = this.check(bundle);
        bytes32 name = keccak256(bytes(failed));
        if (expected == keccak256("signature")) vm.assertEq(failed, "Signature", at);
        else if (expected == keccak256("entry")) vm.assertEq(failed, "Entry", at);
        else if (expected == keccak256("entryPath")) vm.assertEq(failed, "EntryPath", at);
        else if (expected == keccak256("headPath") && genuine) vm.assertEq(failed, "HeadPath", at);
        else vm.assertEq(failed, "None", at);
        return name != keccak256("None");
    }

    /// Whether this is an anchored record: then anchoring it again does nothing.
    function isGenuine(bytes calldata record) external returns (bool) {
        ReceiptAnchor anchor = verifier.anchor();
        address operator = anchor.operator();
        vm.prank(operator);
        try anchor.anchor(record) returns (bool changed) {
            vm.assertFalse(changed);
            return true;
        } catch {
            return false;
        }
    }

    function check(string calldata bundle) external view returns (string memory) {
        (
            ReceiptAnchor.Receipt memory receipt,
            bytes memory signature,
            ReceiptVerifier.Inclusion memory inclusion
        ) = _evidence(bundle);
        return _name(verifier.verify(receipt, signature, inclusion));
    }

    function checkEncoding(uint256 i) external view {
        (
            ReceiptAnchor.Receipt memory receipt,
            bytes memory signature,
            ReceiptVerifier.Inclusion memory inclusion
        ) = _evidence(_join(_at(".bundles", i), ".bundle"));
        bytes32 hash =
            keccak256(abi.encodeCall(ReceiptVerifier.verify, (receipt, signature, inclusion)));
        string memory json = vm.readFile(_join(RESOURCES, "verify-receipt.json"));
        vm.assertEq(hash, vm.parseJsonBytes32(json, _at(".inputHashes", i)));
    }

    function checkRefused(string calldata at) external view {
        string memory json = _read("eip712.json");
        bytes memory words = vm.parseJsonBytes(json, ".receipts[0].encodedStruct");
        ReceiptAnchor.Receipt memory receipt =
            abi.decode(this.tail(words, 32), (ReceiptAnchor.Receipt));
        vm.assertEq(
            verifier.anchor().receiptDigest(receipt),
            vm.parseJsonBytes32(json, ".refusedSignatures.digest")
        );
        ReceiptVerifier.Inclusion memory none;
        bytes memory signature = vm.parseJsonBytes(json, _join(at, ".signature"));
        vm.assertEq(_name(verifier.verify(receipt, signature, none)), "Signature", at);
        signature = vm.parseJsonBytes(json, ".receipts[0].signature");
        vm.assertEq(_name(verifier.verify(receipt, signature, none)), "Entry", at);
    }

    function _evidence(string memory bundle)
        private
        view
        returns (
            ReceiptAnchor.Receipt memory receipt,
            bytes memory signature,
            ReceiptVerifier.Inclusion memory i
        )
    {
        string memory json = _read(FILE);
        receipt = _receipt(json, _join(bundle, ".receipt."));
        signature = vm.parseJsonBytes(json, _join(bundle, ".signature"));
        bytes memory record = vm.parseJsonBytes(json, _join(bundle, ".anchor"));
        i.period = uint64(bytes8(bytes32(this.tail(record, 40))));
        i.entry = vm.parseJsonBytes(json, _join(bundle, ".entry.hex"));
        i.entryIndex = vm.parseJsonUint(json, _join(bundle, ".entry.index"));
        i.entryPath = vm.parseJsonBytes32Array(json, _join(bundle, ".entry.path"));
        i.head = vm.parseJsonBytes(json, _join(bundle, ".head.hex"));
        i.headPath = vm.parseJsonBytes32Array(json, _join(bundle, ".head.path"));
    }

    function _receipt(string memory json, string memory at)
        private
        pure
        returns (ReceiptAnchor.Receipt memory r)
    {
        r.orderId = vm.parseJsonBytes32(json, _join(at, "orderId"));
        r.stepId = vm.parseJsonBytes32(json, _join(at, "stepId"));
        r.agent = vm.parseJsonAddress(json, _join(at, "agent"));
        r.buyer = vm.parseJsonAddress(json, _join(at, "buyer"));
        r.asset = vm.parseJsonAddress(json, _join(at, "asset"));
        r.amount = vm.parseJsonUint(json, _join(at, "amount"));
        r.fee = vm.parseJsonUint(json, _join(at, "fee"));
        r.feeRecipient = vm.parseJsonAddress(json, _join(at, "feeRecipient"));
        r.verdict = uint8(vm.parseJsonUint(json, _join(at, "verdict")));
        r.orderHash = vm.parseJsonBytes32(json, _join(at, "orderHash"));
        r.planHash = vm.parseJsonBytes32(json, _join(at, "planHash"));
        r.inputHash = vm.parseJsonBytes32(json, _join(at, "inputHash"));
        r.outputHash = vm.parseJsonBytes32(json, _join(at, "outputHash"));
        r.proofHash = vm.parseJsonBytes32(json, _join(at, "proofHash"));
        r.detailsRoot = vm.parseJsonBytes32(json, _join(at, "detailsRoot"));
        r.completedAt = uint64(vm.parseJsonUint(json, _join(at, "completedAt")));
        r.lane = uint64(vm.parseJsonUint(json, _join(at, "lane")));
        r.seq = uint64(vm.parseJsonUint(json, _join(at, "seq")));
    }

    function _name(ReceiptVerifier.FailedCheck failed) private pure returns (string memory) {
        return ["None", "Signature", "Entry", "EntryPath", "Anchor", "HeadPath"][uint8(failed)];
    }
}
