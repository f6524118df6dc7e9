// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Operated} from "../../main/solidity/Operated.sol";
import {PayoutVault} from "../../main/solidity/PayoutVault.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";
import {Trees} from "./Trees.sol";
import {VaultParts} from "./VaultFixture.sol";
import {TestBase} from "./Vm.sol";

/// A vault's life: budgets, periods and epochs, claims good and bad, refunds, pauses, new operators.
/// Each call checks what it did against its own books, in which the laws are plain sums.
contract VaultCalls is VaultParts {
    uint256 public constant ACCOUNTS = 2;
    uint256 public constant ASSETS = 2;
    address private constant BUYER = address(0xB0B);

    TestUSD[2] public tokens;
    mapping(address account => mapping(address asset => uint256)) public credited;
    mapping(address account => mapping(address asset => uint256)) public paid;
    mapping(address asset => uint256) public deposited;
    mapping(address asset => uint256) public refundedOf;
    address public operator = OPERATOR;
    address public offered;

    struct Proven {
        PayoutVault.Row row;
        bytes32[] proof;
        uint256 claimableAt;
    }

    Proven[] private rows;

    constructor() {
        deploy();
        tokens = [usd, new TestUSD()];
    }

    function account(uint256 i) public pure returns (address) {
        return i % ACCOUNTS == 0 ? VENDOR : OTHER;
    }

    function theVault() external view returns (PayoutVault) {
        return vault;
    }

    function deposit(uint256 asset, uint96 amount) external {
        TestUSD token = tokens[asset % ASSETS];
        token.mint(address(vault), amount);
        deposited[address(token)] += amount;
    }

    /// Credits every account in every asset, and anchors the rows.
    function closePeriod(uint64[4] calldata credits) external {
        bytes32[] memory leaves = new bytes32[](4);
        PayoutVault.Row[] memory period = new PayoutVault.Row[](4);
        for (uint256 i = 0; i < 4; ++i) {
            (address to, address asset) = (account(i), address(tokens[i / ACCOUNTS]));
            credited[to][asset] += credits[i];
            period[i] = credit(to, asset, credited[to][asset]);
            (period[i].seq, period[i].periodCredit) = (anchor.next(), credits[i]);
            leaves[i] = leafOf(period[i]);
        }
        bytes32 root;
        for (uint256 i = 0; i < 4; ++i) {
            bytes32[] memory proof;
            (root, proof) = Trees.settlement(leaves, i);
            rows.push(Proven(period[i], proof, block.timestamp + DELAY));
        }
        anchorRoot(root);
    }

    function newEpoch() external {
        ++epoch;
    }

    function claim(address caller, uint256 which) external {
        if (rows.length == 0) return;
        Proven memory proven = rows[which % rows.length];
        uint256 due = _due(proven);
        bytes memory refusal = "";
        if (vault.paused()) {
            refusal = abi.encodeWithSelector(Pausable.EnforcedPause.selector);
        } else if (block.timestamp < proven.claimableAt) {
            refusal = notClaimable(PayoutVault.Refusal.TooEarly);
        }
        if (refusal.length > 0) vm.expectRevert(refusal);
        vm.prank(caller);
        uint256 amount = vault.claim(proven.row, proven.proof);
        if (refusal.length == 0) _book(proven.row, amount, due);
    }

    /// A batch of rows of which some are spoilt; these are paid nothing and stop nobody.
    function claimBatch(uint256[5] calldata which, uint8[5] calldata flaws) external {
        if (rows.length == 0) return;
        PayoutVault.Row[] memory batch = new PayoutVault.Row[](5);
        bytes32[][] memory proofs = new bytes32[][](5);
        for (uint256 i = 0; i < 5; ++i) {
            Proven memory proven = rows[which[i] % rows.length];
            (batch[i], proofs[i]) = _spoil(proven, flaws[i] % 8);
        }
        bool stopped = vault.paused();
        if (stopped) vm.expectRevert(Pausable.EnforcedPause.selector);
        uint256[] memory amounts = vault.claimMany(batch, proofs);
        if (stopped) return;
        for (uint256 i = 0; i < 5; ++i) {
            Proven memory proven = rows[which[i] % rows.length];
            uint256 due = flaws[i] % 8 < 3 ? 0 : _due(proven);
            _book(batch[i], amounts[i], due);
        }
    }

    function refund(uint256 asset, uint96 amount, uint8 ref) external {
        TestUSD token = tokens[asset % ASSETS];
        bytes32 name = bytes32(uint256(ref));
        bool repeated = vault.refunded(name);
        bool covered = amount <= token.balanceOf(address(vault));
        vm.prank(operator);
        (bool ok,) = address(vault)
            .call(abi.encodeCall(PayoutVault.refund, (token, BUYER, amount, name)));
        vm.assertTrue(ok == (!repeated && covered));
        vm.assertTrue(vault.refunded(name) == (repeated || ok));
        if (ok) refundedOf[address(token)] += amount;
    }

    function strangerRefunds(address caller, uint96 amount) external {
        if (caller == operator) return;
        vm.expectRevert(abi.encodeWithSelector(Operated.NotOperator.selector, caller));
        vm.prank(caller);
        vault.refund(usd, caller, amount, bytes32("stranger"));
    }

    /// Nobody is offered it one time in three, which withdraws.
    function offer(uint8 dice) external {
        address[3] memory heirs = [address(0), OPERATOR, address(0x4E14)];
        offered = heirs[dice % 3];
        vm.prank(operator);
        vault.offerOperator(offered);
    }

    function accept() external {
        if (offered == address(0)) return;
        address former = operator;
        vm.expectEmit();
        emit PayoutVault.OperatorChanged(former, offered);
        vm.prank(offered);
        vault.acceptOperator();
        (operator, offered) = (offered, address(0));
        this.strangerRefunds(former, 1);
    }

    function pauseOrGoOn(uint8 dice) external {
        bool wanted = dice % 4 == 0;
        if (wanted == vault.paused()) return;
        vm.prank(operator);
        if (wanted) vault.pause();
        else vault.unpause();
    }

    function pass(uint16 secs) external {
        vm.warp(block.timestamp + secs);
    }

    /// What a claim of this row pays at this moment.
    function _due(Proven memory proven) private view returns (uint256) {
        PayoutVault.Row memory row = proven.row;
        if (block.timestamp < proven.claimableAt) return 0;
        if (row.cumCredit <= paid[row.account][row.asset]) return 0;
        return _least(row.cumCredit - paid[row.account][row.asset], held(row.asset));
    }


    function held(address asset) public view returns (uint256) {
        return deposited[asset] - refundedOf[asset] - paid[VENDOR][asset] - paid[OTHER][asset];
    }

    function _book(PayoutVault.Row memory row, uint256 amount, uint256 due) private {
        vm.assertEq(amount, due);
        paid[row.account][row.asset] += amount;
    }

    function _spoil(Proven memory proven, uint8 flaw)
        private
        pure
        returns (PayoutVault.Row memory row, bytes32[] memory proof)
    {
        (row, proof) = (proven.row, proven.proof);
        if (flaw == 0) row.cumCredit += 1;
        if (flaw == 1) proof[1] ^= bytes32(uint256(1));
        if (flaw == 2) row.seq = type(uint64).max;
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}

/// The laws of the vault over any sequence of calls.
contract VaultInvariantsTest is TestBase {
    VaultCalls private calls;
    PayoutVault private vault;

    function setUp() public {
        calls = new VaultCalls();
        vault = calls.theVault();
    }

    /// forge calls the functions of these contracts, in any order.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(calls);
    }

    function invariant_theOperatorIsWhoAcceptedLast() public view {
        vm.assertEq(vault.operator(), calls.operator());
        vm.assertEq(vault.pendingOperator(), calls.offered());
    }

    function invariant_nobodyIsPaidMoreThanTheirCredit() public view {
        for (uint256 i = 0; i < 4; ++i) {
            (address account, TestUSD token) = (calls.account(i), calls.tokens(i / 2));
            uint256 claimed = vault.claimed(account, address(token));
            vm.assertTrue(claimed <= calls.credited(account, address(token)));
        }
    }

    function invariant_whatIsClaimedWasPaidAndOnlyGrows() public view {
        for (uint256 i = 0; i < 4; ++i) {
            (address account, TestUSD token) = (calls.account(i), calls.tokens(i / 2));
            uint256 claimed = vault.claimed(account, address(token));
            vm.assertEq(claimed, calls.paid(account, address(token)));
            vm.assertEq(claimed, token.balanceOf(account));
        }
    }

    function invariant_paidAndRefundedIsAtMostWhatCameIn() public view {
        for (uint256 i = 0; i < 2; ++i) {
            TestUSD token = calls.tokens(i);
            uint256 left = token.balanceOf(address(vault));
            vm.assertEq(left, calls.held(address(token)));
            uint256 out = token.totalSupply() - left;
            vm.assertTrue(out <= calls.deposited(address(token)));
        }
    }
}
