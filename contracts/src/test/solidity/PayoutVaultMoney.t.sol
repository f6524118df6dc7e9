// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {
    ERC3009
} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {Operated} from "../../main/solidity/Operated.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {ShortToken} from "./Tokens.sol";
import {VaultFixture} from "./VaultFixture.sol";

/// Whom a claim pays, and how money gets into the vault and back to buyers.
contract PayoutVaultMoneyTest is VaultFixture {
    uint256 private constant VENDOR_KEY = 0x5EED;
    uint256 private constant BUYER_KEY = 0xB0B;
    bytes32 private constant NONCE = keccak256("nonce");
    bytes32 private constant RECEIVE_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    address private vendor;
    address private buyer;

    event PayeeChanged(address indexed account, address indexed payee);
    event Funded(address indexed from, address indexed token, uint256 value);
    event Refunded(
        bytes32 indexed ref, address indexed buyer, address indexed asset, uint256 amount
    );

    function setUp() public override {
        super.setUp();
        vendor = vm.addr(VENDOR_KEY);
        buyer = vm.addr(BUYER_KEY);
    }

    function testFuzz_claimsGoToTheNamedPayee(address payee) public {
        vm.assume(payee != address(0) && payee != address(vault));
        usd.mint(address(vault), 10);
        PayoutVault.Row memory row = credit(vendor, address(usd), 10);
        anchorRow(row);
        pastDelay();
        vm.assertEq(vault.payeeOf(vendor), vendor);

        bytes memory signature = _signPayee(VENDOR_KEY, payee, 0, block.timestamp);
        vm.expectEmit();
        emit PayeeChanged(vendor, payee);
        vault.setPayee(vendor, payee, block.timestamp, signature);
        vault.claim(row, noProof());

        vm.assertEq(vault.payeeOf(vendor), payee);
        vm.assertEq(usd.balanceOf(payee), 10);
        vm.assertEq(vault.claimed(vendor, address(usd)), 10);
    }

    function test_payeeSignatureCountsOnce() public {
        bytes memory first = _signPayee(VENDOR_KEY, OTHER, 0, block.timestamp);
        bytes memory second = _signPayee(VENDOR_KEY, vendor, 1, block.timestamp);
        vault.setPayee(vendor, OTHER, block.timestamp, first);
        vault.setPayee(vendor, vendor, block.timestamp, second);
        vm.assertEq(vault.payeeOf(vendor), vendor);
        vm.expectRevert(PayoutVault.InvalidSignature.selector);
        vault.setPayee(vendor, OTHER, block.timestamp, first);
    }

    function testFuzz_strangerCannotNameThePayee(uint256 key) public {
        key = bound(key, 1, type(uint128).max);
        vm.assume(key != VENDOR_KEY);
        bytes memory signature = _signPayee(key, OTHER, 0, block.timestamp);
        vm.expectRevert(PayoutVault.InvalidSignature.selector);
        vault.setPayee(vendor, OTHER, block.timestamp, signature);
    }

    function testFuzz_payeeSignatureExpires(uint256 deadline) public {
        deadline = bound(deadline, 0, block.timestamp - 1);
        bytes memory signature = _signPayee(VENDOR_KEY, OTHER, 0, deadline);
        vm.expectRevert(
            abi.encodeWithSelector(PayoutVault.SignatureExpired.selector, deadline)
        );
        vault.setPayee(vendor, OTHER, deadline, signature);
    }

    function test_payeeIsNeitherNobodyNorTheVault() public {
        address[2] memory refused = [address(0), address(vault)];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory signature = _signPayee(VENDOR_KEY, refused[i], 0, block.timestamp);
            vm.expectRevert(
                abi.encodeWithSelector(PayoutVault.InvalidPayee.selector, refused[i])
            );
            vault.setPayee(vendor, refused[i], block.timestamp, signature);
        }
    }

    function testFuzz_fundsByAuthorization(uint256 value, bytes32 nonce, address carrier) public {
        value = bound(value, 0, type(uint256).max / 2);
        usd.mint(buyer, value);
        (uint8 v, bytes32 r, bytes32 s) = _signFunding(BUYER_KEY, value, nonce);
        vm.expectEmit();
        emit Funded(buyer, address(usd), value);
        vm.prank(carrier);
        vault.fundWithAuthorization(usd, buyer, value, 0, type(uint64).max, nonce, v, r, s);
        vm.assertEq(usd.balanceOf(address(vault)), value);
        vm.assertTrue(usd.authorizationState(buyer, nonce));

        usd.mint(buyer, value);
        vm.expectRevert(
            abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, buyer, nonce)
        );
        vault.fundWithAuthorization(usd, buyer, value, 0, type(uint64).max, nonce, v, r, s);
    }

    function testFuzz_fundingIsForTheSignedValue(uint256 value) public {
        vm.assume(value != 5);
        usd.mint(buyer, type(uint256).max);
        (uint8 v, bytes32 r, bytes32 s) = _signFunding(BUYER_KEY, 5, NONCE);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        vault.fundWithAuthorization(usd, buyer, value, 0, type(uint64).max, NONCE, v, r, s);
    }

    function test_onlyTheVaultCanUseItsAuthorization() public {
        usd.mint(buyer, 5);
        (uint8 v, bytes32 r, bytes32 s) = _signFunding(BUYER_KEY, 5, NONCE);
        vm.expectRevert();
        vm.prank(OTHER);
        usd.receiveWithAuthorization(
            buyer, address(vault), 5, 0, type(uint64).max, NONCE, v, r, s
        );
    }

    function test_fundingThatFallsShortReverts() public {
        ShortToken short = new ShortToken();
        short.mint(buyer, 5);
        vm.expectRevert(
            abi.encodeWithSelector(PayoutVault.FundingShort.selector, uint256(5), uint256(4))
        );
        vault.fundWithAuthorization(short, buyer, 5, 0, 1, NONCE, 27, 0, 0);
    }

    function testFuzz_refundsEachReferenceOnce(uint256 amount, bytes32 ref) public {
        amount = bound(amount, 0, type(uint256).max / 2);
        usd.mint(address(vault), amount * 2);
        vm.expectEmit();
        emit Refunded(ref, buyer, address(usd), amount);
        vm.prank(OPERATOR);
        vault.refund(usd, buyer, amount, ref);
        vm.assertEq(usd.balanceOf(buyer), amount);
        vm.assertTrue(vault.refunded(ref));

        vm.expectRevert(abi.encodeWithSelector(PayoutVault.AlreadyRefunded.selector, ref));
        vm.prank(OPERATOR);
        vault.refund(usd, buyer, amount, ref);
    }

    function testFuzz_onlyTheOperatorRefunds(address caller) public {
        vm.assume(caller != OPERATOR);
        usd.mint(address(vault), 10);
        vm.expectRevert(abi.encodeWithSelector(Operated.NotOperator.selector, caller));
        vm.prank(caller);
        vault.refund(usd, caller, 10, NONCE);
    }

    function test_refundBeyondTheBalanceRevertsAndCanBeRepeated() public {
        vm.expectRevert();
        vm.prank(OPERATOR);
        vault.refund(usd, buyer, 10, NONCE);
        vm.assertFalse(vault.refunded(NONCE));
    }

    function test_refundsWorkWhilePaused() public {
        usd.mint(address(vault), 10);
        vm.prank(OPERATOR);
        vault.pause();
        vm.prank(OPERATOR);
        vault.refund(usd, buyer, 10, NONCE);
        vm.assertEq(usd.balanceOf(buyer), 10);
    }

    function test_testUsdHasSixDecimalsAndSaysWhatItIs() public view {
        vm.assertEq(usd.decimals(), 6);
        vm.assertEq(usd.name(), "Test USD (devnet only)");
    }

    function _signPayee(uint256 key, address payee, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes memory)
    {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("SetPayee(address account,address payee,uint256 nonce,uint256 deadline)"),
                vendor,
                payee,
                nonce,
                deadline
            )
        );
        bytes32 domain = _domain("Quittance PayoutVault", address(vault));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(domain, structHash));
        return abi.encodePacked(r, s, v);
    }

    function _signFunding(uint256 key, uint256 value, bytes32 nonce)
        private
        view
        returns (uint8, bytes32, bytes32)
    {
        bytes32 structHash = keccak256(
            abi.encode(
                RECEIVE_TYPEHASH,
                vm.addr(key),
                address(vault),
                value,
                uint256(0),
                uint256(type(uint64).max),
                nonce
            )
        );
        return vm.sign(key, _digest(_domain("Test USD", address(usd)), structHash));
    }

    function _domain(bytes memory name, address verifier) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH, keccak256(name), keccak256("1"), block.chainid, verifier
            )
        );
    }

    function _digest(bytes32 domain, bytes32 structHash) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
