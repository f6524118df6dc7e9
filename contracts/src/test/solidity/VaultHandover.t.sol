// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Operated} from "../../main/solidity/Operated.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {VaultFixture} from "./VaultFixture.sol";

/// A vault under a new operator: what it may do, and that nobody's money or choice is touched.
contract VaultHandoverTest is VaultFixture {
    address private constant HEIR = address(0x4E14);
    uint256 private constant VENDOR_KEY = 0x5EED;

    function testFuzz_rightsGoToWhoAccepted(address heir) public {
        vm.assume(heir != OPERATOR && heir != address(0));
        vm.expectEmit();
        emit Operated.OperatorOffered(heir);
        vm.prank(OPERATOR);
        vault.offerOperator(heir);
        _expectPowerless(heir);

        vm.expectEmit();
        emit PayoutVault.OperatorChanged(OPERATOR, heir);
        vm.prank(heir);
        vault.acceptOperator();

        vm.assertEq(vault.operator(), heir);
        vm.assertEq(vault.pendingOperator(), address(0));
        _expectPowerless(OPERATOR);
        vm.prank(heir);
        vault.pause();
        vm.assertTrue(vault.paused());
        vm.prank(heir);
        vault.unpause();
        usd.mint(address(vault), 7);
        vm.prank(heir);
        vault.refund(usd, OTHER, 7, "ref");
        vm.assertEq(usd.balanceOf(OTHER), 7);
    }

    function test_aPauseOutlivesItsOperator() public {
        vm.prank(OPERATOR);
        vault.pause();
        _handOver();
        vm.assertTrue(vault.paused());
        vm.prank(HEIR);
        vault.unpause();
        vm.assertFalse(vault.paused());
    }

    function testFuzz_whatWasPaidIsNotPaidAgain(uint64 first, uint64 second) public {
        usd.mint(address(vault), uint256(first) + second);
        PayoutVault.Row memory row = credit(VENDOR, address(usd), first);
        anchorRow(row);
        pastDelay();
        vault.claim(row, noProof());

        _handOver();

        vm.assertEq(vault.claimed(VENDOR, address(usd)), first);
        vm.assertEq(vault.claim(row, noProof()), 0);
        PayoutVault.Row memory next = credit(VENDOR, address(usd), uint256(first) + second);
        anchorRow(next);
        vm.expectRevert(notClaimable(PayoutVault.Refusal.TooEarly));
        vault.claim(next, noProof());
        pastDelay();
        vm.assertEq(vault.claim(next, noProof()), second);
        vm.assertEq(usd.balanceOf(VENDOR), uint256(first) + second);
    }

    function testFuzz_aRefundIsMadeOnceByWhomeverItIs(bytes32 ref) public {
        usd.mint(address(vault), 10);
        vm.prank(OPERATOR);
        vault.refund(usd, OTHER, 5, ref);
        _handOver();
        vm.expectRevert(abi.encodeWithSelector(PayoutVault.AlreadyRefunded.selector, ref));
        vm.prank(HEIR);
        vault.refund(usd, OTHER, 5, ref);
    }

    function test_payeesStay() public {
        address vendor = vm.addr(VENDOR_KEY);
        vault.setPayee(vendor, OTHER, block.timestamp, _signPayee());
        _handOver();
        vm.assertEq(vault.payeeOf(vendor), OTHER);
        vm.assertEq(vault.nonces(vendor), 1);
    }

    function testFuzz_onlyTheOfferedAccepts(address heir, address other) public {
        vm.assume(heir != other);
        vm.prank(OPERATOR);
        vault.offerOperator(heir);
        vm.expectRevert(abi.encodeWithSelector(Operated.NotOffered.selector, other));
        vm.prank(other);
        vault.acceptOperator();
    }

    function testFuzz_aWithdrawnOfferIsNone(address heir) public {
        vm.assume(heir != address(0));
        vm.prank(OPERATOR);
        vault.offerOperator(heir);
        vm.prank(OPERATOR);
        vault.offerOperator(address(0));
        vm.expectRevert(abi.encodeWithSelector(Operated.NotOffered.selector, heir));
        vm.prank(heir);
        vault.acceptOperator();
    }

    /// Vault and anchor are handed over by themselves; claims go on whichever comes first.
    function test_theAnchorHasAnOperatorOfItsOwn() public {
        _handOver();
        vm.assertEq(anchor.operator(), OPERATOR);
        usd.mint(address(vault), 3);
        PayoutVault.Row memory row = credit(VENDOR, address(usd), 3);
        anchorRow(row);
        pastDelay();
        vm.assertEq(vault.claim(row, noProof()), 3);
    }

    function _handOver() private {
        vm.prank(OPERATOR);
        vault.offerOperator(HEIR);
        vm.prank(HEIR);
        vault.acceptOperator();
    }

    function _expectPowerless(address caller) private {
        bytes[4] memory calls = [
            abi.encodeCall(PayoutVault.pause, ()),
            abi.encodeCall(PayoutVault.unpause, ()),
            abi.encodeCall(PayoutVault.refund, (usd, caller, 0, "stolen")),
            abi.encodeCall(Operated.offerOperator, (caller))
        ];
        bytes memory reason = abi.encodeWithSelector(Operated.NotOperator.selector, caller);
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(caller);
            (bool ok, bytes memory answer) = address(vault).call(calls[i]);
            vm.assertFalse(ok, "must revert");
            vm.assertEq(keccak256(answer), keccak256(reason), "other reason");
        }
    }

    function _signPayee() private view returns (bytes memory) {
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
        bytes32 message = keccak256(
            abi.encode(
                keccak256("SetPayee(address account,address payee,uint256 nonce,uint256 deadline)"),
                vm.addr(VENDOR_KEY),
                OTHER,
                0,
                block.timestamp
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(VENDOR_KEY, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }
}
