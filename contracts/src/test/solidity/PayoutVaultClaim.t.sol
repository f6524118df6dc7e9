// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Operated} from "../../main/solidity/Operated.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {FailingToken, ReentrantToken, SilentToken} from "./Tokens.sol";
import {VaultFixture} from "./VaultFixture.sol";

/// What a claim pays, when, and what must not pay.
contract PayoutVaultClaimTest is VaultFixture {
    event Claimed(
        uint64 indexed seq,
        address indexed account,
        address indexed asset,
        address payee,
        uint256 paid,
        uint256 outstanding
    );
    event ClaimSkipped(uint256 index, PayoutVault.Refusal reason);

    function testFuzz_paysOnceWhoeverAsks(address caller, uint256 amount) public {
        amount = bound(amount, 1, type(uint256).max);
        usd.mint(address(vault), amount);
        PayoutVault.Row memory row = _anchoredCredit(amount);
        pastDelay();

        vm.expectEmit();
        emit Claimed(0, VENDOR, address(usd), VENDOR, amount, 0);
        vm.prank(caller);
        vm.assertEq(vault.claim(row, noProof()), amount);
        vm.assertEq(vault.claim(row, noProof()), 0);

        vm.assertEq(usd.balanceOf(VENDOR), amount);
        vm.assertEq(vault.claimed(VENDOR, address(usd)), amount);
    }

    function testFuzz_delayIsExact(uint256 early) public {
        usd.mint(address(vault), 10);
        PayoutVault.Row memory row = _anchoredCredit(10);
        uint256 claimable = block.timestamp + DELAY;
        vm.warp(claimable - bound(early, 1, DELAY));
        vm.expectRevert(notClaimable(PayoutVault.Refusal.TooEarly));
        vault.claim(row, noProof());

        vm.warp(claimable);
        vm.assertEq(vault.claim(row, noProof()), 10);
    }

    function testFuzz_unknownPeriod(uint64 seq) public {
        _anchoredCredit(10);
        pastDelay();
        PayoutVault.Row memory row = credit(VENDOR, address(usd), 10);
        row.seq = uint64(bound(seq, 1, type(uint64).max));
        vm.expectRevert(notClaimable(PayoutVault.Refusal.UnknownPeriod));
        vault.claim(row, noProof());
    }

    /// A period without rows has a zero root, under which nothing can be claimed.
    function testFuzz_zeroRootProvesNothing(bytes32[] memory proof) public {
        anchorRoot(0);
        pastDelay();
        vm.expectRevert(notClaimable(PayoutVault.Refusal.BadProof));
        vault.claim(credit(VENDOR, address(usd), 1), proof);
    }

    function testFuzz_anyOtherRowIsRefused(uint256 field, uint256 value) public {
        usd.mint(address(vault), 100);
        PayoutVault.Row memory row = _anchoredCredit(10);
        pastDelay();
        bytes32 before = leafOf(row);
        field = bound(field, 0, 5);
        if (field == 0) row.account = address(uint160(value));
        if (field == 1) row.asset = address(uint160(value));
        if (field == 2) row.periodDebit = value;
        if (field == 3) row.periodCredit = value;
        if (field == 4) row.cumDebit = value;
        if (field == 5) row.cumCredit = value;
        vm.assume(leafOf(row) != before);

        vm.expectRevert(notClaimable(PayoutVault.Refusal.BadProof));
        vault.claim(row, noProof());
    }

    function testFuzz_wrongProofIsRefused(bytes32[] memory proof) public {
        vm.assume(proof.length > 0);
        usd.mint(address(vault), 10);
        PayoutVault.Row memory row = _anchoredCredit(10);
        pastDelay();
        vm.expectRevert(notClaimable(PayoutVault.Refusal.BadProof));
        vault.claim(row, proof);
    }

    function testFuzz_shortBalanceNowTheRestLater(uint256 credited, uint256 held) public {
        credited = bound(credited, 2, type(uint128).max);
        held = bound(held, 1, credited - 1);
        usd.mint(address(vault), held);
        PayoutVault.Row memory row = _anchoredCredit(credited);
        pastDelay();

        vm.expectEmit();
        emit Claimed(0, VENDOR, address(usd), VENDOR, held, credited - held);
        vm.assertEq(vault.claim(row, noProof()), held);
        vm.assertEq(vault.claim(row, noProof()), 0);

        usd.mint(address(vault), credited);
        vm.assertEq(vault.claim(row, noProof()), credited - held);
        vm.assertEq(usd.balanceOf(VENDOR), credited);
    }

    /// Whatever rows are claimed in whatever order, the sum is the largest cumulated credit claimed.
    function testFuzz_orderOfPeriodsDoesNotMatter(uint64[6] memory credits, uint8[12] memory order)
        public
    {
        usd.mint(address(vault), type(uint256).max);
        PayoutVault.Row[6] memory rows;
        uint256 cum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            cum += credits[i];
            rows[i] = credit(VENDOR, address(usd), cum);
            anchorRow(rows[i]);
        }
        pastDelay();
        uint256 highest = 0;
        for (uint256 i = 0; i < 12; ++i) {
            PayoutVault.Row memory row = rows[order[i] % 6];
            vault.claim(row, noProof());
            if (row.cumCredit > highest) highest = row.cumCredit;
            vm.assertEq(usd.balanceOf(VENDOR), highest);
        }
    }

    /// A new epoch begins its sequence numbers anew; cumulated credits, and what was paid, go on.
    function testFuzz_claimedSurvivesEpochs(uint64[4] memory credits, uint32[4] memory epochs) public {
        usd.mint(address(vault), type(uint256).max);
        uint256 cum = 0;
        for (uint256 i = 0; i < 4; ++i) {
            cum += credits[i];
            epoch = epochs[i];
            PayoutVault.Row memory row = _anchoredCredit(cum);
            pastDelay();
            vm.assertEq(vault.claim(row, noProof()), credits[i]);
            vm.assertEq(vault.claimed(VENDOR, address(usd)), cum);
        }
        vm.assertEq(usd.balanceOf(VENDOR), cum);
    }

    function test_pauseStopsClaims() public {
        usd.mint(address(vault), 10);
        PayoutVault.Row memory row = _anchoredCredit(10);
        pastDelay();
        vm.prank(OPERATOR);
        vault.pause();
        vm.expectRevert(Pausable.EnforcedPause.selector);
        vault.claim(row, noProof());
        vm.expectRevert(Pausable.EnforcedPause.selector);
        vault.claimMany(new PayoutVault.Row[](0), new bytes32[][](0));

        vm.prank(OPERATOR);
        vault.unpause();
        vm.assertEq(vault.claim(row, noProof()), 10);
    }

    function testFuzz_onlyTheOperatorPauses(address caller) public {
        vm.assume(caller != OPERATOR);
        bytes memory reason = abi.encodeWithSelector(Operated.NotOperator.selector, caller);
        vm.expectRevert(reason);
        vm.prank(caller);
        vault.pause();
        vm.expectRevert(reason);
        vm.prank(caller);
        vault.unpause();
    }

    function testFuzz_badRowDoesNotStopItsBatch(uint256 bad) public {
        usd.mint(address(vault), 300);
        (PayoutVault.Row[] memory rows, bytes32[][] memory proofs) = _threePeriods();
        bad = bound(bad, 0, 2);
        rows[bad].cumCredit += 1;

        vm.expectEmit();
        emit ClaimSkipped(bad, PayoutVault.Refusal.BadProof);
        uint256[] memory paid = vault.claimMany(rows, proofs);

        uint256 sum = paid[0] + paid[1] + paid[2];
        vm.assertEq(paid[bad], 0);
        vm.assertEq(sum, bad == 2 ? 200 : 300);
        vm.assertEq(usd.balanceOf(VENDOR), sum);
    }

    function testFuzz_failingTokenDoesNotStopItsBatch(uint8 kind) public {
        FailingToken.Failure failure = FailingToken.Failure(bound(kind, 0, 3));
        FailingToken failing = new FailingToken(failure);
        failing.mint(address(vault), 50);
        _assertOnlyTheOtherIsPaid(address(failing));
    }

    function test_assetWithoutCodeDoesNotStopItsBatch() public {
        _assertOnlyTheOtherIsPaid(address(0xDEAD));
    }

    function test_failingTokenRevertsASingleClaim() public {
        FailingToken failing = new FailingToken(FailingToken.Failure.Reverts);
        failing.mint(address(vault), 50);
        PayoutVault.Row memory row = credit(VENDOR, address(failing), 50);
        anchorRow(row);
        pastDelay();
        vm.expectRevert(bytes("frozen"));
        vault.claim(row, noProof());
        vm.assertEq(vault.claimed(VENDOR, address(failing)), 0);
    }

    function test_tokenWithoutReturnValuePays() public {
        SilentToken silent = new SilentToken();
        silent.mint(address(vault), 50);
        PayoutVault.Row memory row = credit(VENDOR, address(silent), 50);
        anchorRow(row);
        pastDelay();
        vm.assertEq(vault.claim(row, noProof()), 50);
        vm.assertEq(silent.balanceOf(VENDOR), 50);
    }

    function test_reentrantTokenIsPaidOnce() public {
        ReentrantToken token = new ReentrantToken();
        token.mint(address(vault), 100);
        PayoutVault.Row memory row = credit(VENDOR, address(token), 50);
        anchorRow(row);
        pastDelay();
        token.arm(abi.encodeCall(PayoutVault.claim, (row, noProof())));
        vm.assertEq(vault.claim(row, noProof()), 50);
        vm.assertFalse(token.reentered());
        vm.assertEq(token.balanceOf(VENDOR), 50);
    }

    function test_onlyTheVaultCallsPayRow() public {
        usd.mint(address(vault), 10);
        vm.expectRevert(PayoutVault.OnlySelf.selector);
        vault.payRow(credit(VENDOR, address(usd), 10));
    }

    function testFuzz_lengthsMustMatch(uint8 rows, uint8 proofs) public {
        vm.assume(rows != proofs);
        vm.expectRevert(
            abi.encodeWithSelector(PayoutVault.LengthMismatch.selector, rows, proofs)
        );
        vault.claimMany(new PayoutVault.Row[](rows), new bytes32[][](proofs));
    }

    function _anchoredCredit(uint256 amount) private returns (PayoutVault.Row memory row) {
        row = credit(VENDOR, address(usd), amount);
        anchorRow(row);
    }

    function _threePeriods()
        private
        returns (PayoutVault.Row[] memory rows, bytes32[][] memory proofs)
    {
        rows = new PayoutVault.Row[](3);
        proofs = new bytes32[][](3);
        for (uint256 i = 0; i < 3; ++i) {
            rows[i] = _anchoredCredit(100 * (i + 1));
        }
        pastDelay();
    }

    function _assertOnlyTheOtherIsPaid(address asset) private {
        usd.mint(address(vault), 70);
        PayoutVault.Row[] memory rows = new PayoutVault.Row[](2);
        bytes32[][] memory proofs = new bytes32[][](2);
        rows[0] = credit(VENDOR, asset, 50);
        rows[1] = credit(OTHER, address(usd), 70);
        (proofs[0], proofs[1]) = anchorRows(rows[0], rows[1]);
        pastDelay();

        vm.expectEmit();
        emit ClaimSkipped(0, PayoutVault.Refusal.TransferFailed);
        uint256[] memory paid = vault.claimMany{gas: 1_000_000}(rows, proofs);

        vm.assertEq(paid[0], 0);
        vm.assertEq(paid[1], 70);
        vm.assertEq(vault.claimed(VENDOR, asset), 0);
        vm.assertEq(usd.balanceOf(OTHER), 70);
    }
}
