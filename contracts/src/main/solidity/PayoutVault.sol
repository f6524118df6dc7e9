// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {
    ReentrancyGuardTransient
} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Operated} from "./Operated.sol";
import {ReceiptAnchor} from "./ReceiptAnchor.sol";

/// Holds the buyers' budgets and pays accounts what the anchored settlement rows credit them with.
///
/// A row proves an account's credit over the whole life of the log, so what was paid before is
/// subtracted and any order, repetition or omission of claims ends in the same balances. Anyone may
/// submit a claim: the money goes to the account, or to the payee that it named.
///
/// Trust: the operator anchors the roots that claims are proven against, can pause claims, and returns
/// unspent budgets. The delay between anchoring and paying is the time in which a wrong root can be
/// noticed and claims be paused. The anchor has an operator of its own: both are handed over.
contract PayoutVault is EIP712, Nonces, Pausable, ReentrancyGuardTransient, Operated {
    using SafeERC20 for IERC20;

    /// A settlement row, exactly as it stands in the OpenZeppelin StandardMerkleTree of its period.
    struct Row {
        uint64 seq;
        address account;
        address asset;
        uint256 periodDebit;
        uint256 periodCredit;
        uint256 cumDebit;
        uint256 cumCredit;
    }

    /// Why a row is not paid. A row that is proven but has nothing (left) to pay is no refusal.
    enum Refusal {
        None,
        UnknownPeriod,
        TooEarly,
        BadProof,
        TransferFailed
    }

    /// `paid` went to `payee`; `outstanding` is credited but was not covered by the vault's balance.
    event Claimed(
        uint64 indexed seq,
        address indexed account,
        address indexed asset,
        address payee,
        uint256 paid,
        uint256 outstanding
    );
    /// Row `index` of a batch was not paid; the others are not affected.
    event ClaimSkipped(uint256 index, Refusal reason);
    /// `value` of `token` came in on the authorization of `from`.
    event Funded(address indexed from, address indexed token, uint256 value);
    /// Unspent budget went back to a buyer; `ref` names what it was for.
    event Refunded(
        bytes32 indexed ref, address indexed buyer, address indexed asset, uint256 amount
    );
    /// From now on what is due to `account` goes to `payee`.
    event PayeeChanged(address indexed account, address indexed payee);
    /// From now on `next` may pause, let go on and refund.
    event OperatorChanged(address indexed previous, address indexed next);

    error NotClaimable(Refusal reason);
    error LengthMismatch(uint256 rows, uint256 proofs);
    error AlreadyRefunded(bytes32 ref);
    error FundingShort(uint256 expected, uint256 received);
    error InvalidPayee(address payee);
    error SignatureExpired(uint256 deadline);
    error InvalidSignature();
    error OnlySelf();

    bytes32 private constant SET_PAYEE_TYPEHASH =
        keccak256("SetPayee(address account,address payee,uint256 nonce,uint256 deadline)");
    /// What one row of a batch may burn in its token, so that a hostile one cannot starve the others.
    uint256 private constant ROW_GAS = 300_000;

    /// Where the settlement roots come from.
    ReceiptAnchor public immutable anchor;
    /// Seconds from the anchoring of a period to its first claim.
    uint64 public immutable delay;

    /// What was ever paid to an account in an asset.
    mapping(address account => mapping(address asset => uint256)) public claimed;
    /// Whether a refund with this reference was made.
    mapping(bytes32 ref => bool) public refunded;

    mapping(address account => address) private _payees;

    constructor(ReceiptAnchor anchor_, uint64 delay_, address operator_)
        EIP712("Quittance PayoutVault", "1")
        Operated(operator_)
    {
        anchor = anchor_;
        delay = delay_;
    }

    /// Pays what the row proves and was not paid before, as far as the balance goes; returns the amount.
    /// Reverts with `NotClaimable` when the row cannot be claimed, with the token's error when it fails.
    function claim(Row calldata row, bytes32[] calldata proof)
        external
        whenNotPaused
        nonReentrant
        returns (uint256)
    {
        Refusal reason = refusal(row, proof);
        require(reason == Refusal.None, NotClaimable(reason));
        return _pay(row);
    }

    /// Claims many rows; one that cannot be paid is skipped with `ClaimSkipped`. Returns what each
    /// row was paid.
    function claimMany(Row[] calldata rows, bytes32[][] calldata proofs)
        external
        whenNotPaused
        nonReentrant
        returns (uint256[] memory paid)
    {
        require(rows.length == proofs.length, LengthMismatch(rows.length, proofs.length));
        paid = new uint256[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            Refusal reason = refusal(rows[i], proofs[i]);
            if (reason == Refusal.None) {
                (reason, paid[i]) = _tryPay(rows[i]);
            }
            if (reason != Refusal.None) emit ClaimSkipped(i, reason);
        }
    }

    /// One payment of a batch, called by this contract itself so that a failing token undoes it alone.
    function payRow(Row calldata row) external returns (uint256) {
        require(msg.sender == address(this), OnlySelf());
        return _pay(row);
    }

    /// Why this row cannot be claimed now; `None` when it can. Pausing and balance are not looked at.
    function refusal(Row calldata row, bytes32[] calldata proof) public view returns (Refusal) {
        (,, bytes32 root,,,, uint64 anchoredAt) = anchor.period(row.seq);
        if (anchoredAt == 0) return Refusal.UnknownPeriod;
        if (block.timestamp < uint256(anchoredAt) + delay) return Refusal.TooEarly;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(row))));
        return MerkleProof.verifyCalldata(proof, root, leaf) ? Refusal.None : Refusal.BadProof;
    }

    /// Who receives what is due to `account`: itself until it names another.
    function payeeOf(address account) public view returns (address) {
        address payee = _payees[account];
        return payee == address(0) ? account : payee;
    }

    /// Names the payee of `account` by its EIP-712 signature (or ERC-1271 for a contract) over
    /// SetPayee(account, payee, nonce = nonces(account), deadline). The account itself undoes it.
    function setPayee(address account, address payee, uint256 deadline, bytes calldata signature)
        external
    {
        require(payee != address(0) && payee != address(this), InvalidPayee(payee));
        require(block.timestamp <= deadline, SignatureExpired(deadline));
        bytes32 digest = _hashTypedDataV4(
            keccak256(
                abi.encode(SET_PAYEE_TYPEHASH, account, payee, _useNonce(account), deadline)
            )
        );
        require(
            SignatureChecker.isValidSignatureNowCalldata(account, digest, signature),
            InvalidSignature()
        );
        _payees[account] = payee;
        emit PayeeChanged(account, payee);
    }

    /// Takes `value` of an EIP-3009 token on its owner's authorization; anyone may carry it here.
    function fundWithAuthorization(
        IERC3009 token,
        address from,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        IERC20 asset = IERC20(address(token));
        uint256 before = asset.balanceOf(address(this));
        token.receiveWithAuthorization(
            from, address(this), value, validAfter, validBefore, nonce, v, r, s
        );
        uint256 received = asset.balanceOf(address(this)) - before;
        require(received >= value, FundingShort(value, received));
        emit Funded(from, address(token), value);
    }

    /// Returns unspent budget to its buyer, once per `ref`; works while claims are paused.
    function refund(IERC20 asset, address buyer, uint256 amount, bytes32 ref)
        external
        onlyOperator
        nonReentrant
    {
        require(!refunded[ref], AlreadyRefunded(ref));
        refunded[ref] = true;
        emit Refunded(ref, buyer, address(asset), amount);
        asset.safeTransfer(buyer, amount);
    }

    /// Stops all claims.
    function pause() external onlyOperator {
        _pause();
    }

    /// Lets claims go on.
    function unpause() external onlyOperator {
        _unpause();
    }

    function _operatorChanged(address previous, address next) internal override {
        emit OperatorChanged(previous, next);
    }

    function _tryPay(Row calldata row) private returns (Refusal, uint256) {
        try this.payRow{gas: ROW_GAS}(row) returns (uint256 amount) {
            return (Refusal.None, amount);
        } catch {
            return (Refusal.TransferFailed, 0);
        }
    }

    function _pay(Row calldata row) private returns (uint256 amount) {
        uint256 before = claimed[row.account][row.asset];
        if (row.cumCredit <= before) return 0;
        IERC20 asset = IERC20(row.asset);
        uint256 owed = row.cumCredit - before;
        uint256 balance = asset.balanceOf(address(this));
        amount = owed < balance ? owed : balance;
        if (amount == 0) return 0;
        claimed[row.account][row.asset] = before + amount;
        address payee = payeeOf(row.account);
        emit Claimed(row.seq, row.account, row.asset, payee, amount, owed - amount);
        asset.safeTransfer(payee, amount);
    }
}
