// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {ReceiptVerifier} from "../../main/solidity/ReceiptVerifier.sol";
import {ReceiptFixture} from "./ReceiptFixture.sol";

/// Law 17: a signature has one form. High s, v 0 or 1, r or s zero or not below the order are refused,
/// on receipts and where an account names its payee.
contract SignatureRulesTest is ReceiptFixture {
    bytes32 private constant SET_PAYEE_TYPEHASH =
        keccak256("SetPayee(address account,address payee,uint256 nonce,uint256 deadline)");
    address private constant PAYEE = address(0xFEE);

    PayoutVault private vault;

    function setUp() public override {
        super.setUp();
        vault = new PayoutVault(anchor, 60, OPERATOR);
    }

    function testFuzz_highSIsRefused(ReceiptAnchor.Receipt memory r, uint256 key) public {
        Evidence memory e = _signed(r, key);
        (bytes32 r_, bytes32 s, uint8 v) = _parts(e.signature);
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        _assertRefused(e, r_, high, v == 27 ? 28 : 27);
        _assertRefused(e, r_, high, v);
        vm.assertTrue(
            ecrecover(anchor.receiptDigest(e.receipt), v == 27 ? 28 : 27, r_, high)
                == e.receipt.agent,
            "the chain itself would take it"
        );
    }

    function testFuzz_otherVIsRefused(ReceiptAnchor.Receipt memory r, uint256 key, uint8 v) public {
        Evidence memory e = _signed(r, key);
        (bytes32 r_, bytes32 s, uint8 good) = _parts(e.signature);
        _assertRefused(e, r_, s, 0);
        _assertRefused(e, r_, s, 1);
        _assertRefused(e, r_, s, good - 27);
        if (v != good) _assertRefused(e, r_, s, v);
    }

    function testFuzz_zeroAndBeyondTheOrderAreRefused(
        ReceiptAnchor.Receipt memory r,
        uint256 key,
        uint256 beyond
    ) public {
        Evidence memory e = _signed(r, key);
        (bytes32 r_, bytes32 s, uint8 v) = _parts(e.signature);
        bytes32 high = bytes32(bound(beyond, CURVE_ORDER, type(uint256).max));
        bytes32[3] memory outside = [bytes32(0), bytes32(CURVE_ORDER), high];
        for (uint256 i = 0; i < 3; ++i) {
            _assertRefused(e, outside[i], s, v);
            _assertRefused(e, r_, outside[i], v);
            _assertRefused(e, outside[i], outside[i], v);
        }
    }

    function testFuzz_compactFormIsRefused(ReceiptAnchor.Receipt memory r, uint256 key) public {
        Evidence memory e = _signed(r, key);
        (bytes32 r_, bytes32 s, uint8 v) = _parts(e.signature);
        e.signature = abi.encodePacked(r_, uint256(s) | uint256(v - 27) << 255);
        assertFails(e, ReceiptVerifier.FailedCheck.Signature);
    }

    function testFuzz_payeesTakeOneFormOnly(uint256 key, uint8 v) public {
        key = bound(key, 1, CURVE_ORDER - 1);
        address account = vm.addr(key);
        (bytes32 r, bytes32 s, uint8 good) = _parts(sign(key, _payeeDigest(account)));
        uint8 other = good == 27 ? 28 : 27;
        _assertPayeeRefused(
            account, abi.encodePacked(r, CURVE_ORDER - uint256(s), other)
        );
        _assertPayeeRefused(account, abi.encodePacked(r, s, good - 27));
        if (v != good) _assertPayeeRefused(account, abi.encodePacked(r, s, v));
        _assertPayeeRefused(account, abi.encodePacked(bytes32(0), s, good));
        _assertPayeeRefused(account, abi.encodePacked(r, bytes32(0), good));
        _assertPayeeRefused(account, abi.encodePacked(CURVE_ORDER, s, good));

        vault.setPayee(account, PAYEE, block.timestamp, abi.encodePacked(r, s, good));
        vm.assertEq(vault.payeeOf(account), PAYEE);
    }

    function _signed(ReceiptAnchor.Receipt memory r, uint256 key)
        private
        returns (Evidence memory e)
    {
        e = evidenceOf(r, bound(key, 1, CURVE_ORDER - 1), Place(3, 1, 2, 0));
        assertHolds(e);
    }

    function _assertRefused(Evidence memory e, bytes32 r, bytes32 s, uint8 v) private view {
        e.signature = abi.encodePacked(r, s, v);
        assertFails(e, ReceiptVerifier.FailedCheck.Signature);
    }

    function _assertPayeeRefused(address account, bytes memory signature) private {
        vm.expectRevert(PayoutVault.InvalidSignature.selector);
        vault.setPayee(account, PAYEE, block.timestamp, signature);
    }

    function _payeeDigest(address account) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Quittance PayoutVault"),
                keccak256("1"),
                block.chainid,
                address(vault)
            )
        );
        bytes32 structHash =
            keccak256(abi.encode(SET_PAYEE_TYPEHASH, account, PAYEE, 0, block.timestamp));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _parts(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
            v := byte(0, mload(add(signature, 96)))
        }
    }
}
