// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// A contract that one account operates, which hands over in two steps: the operator offers, and the
/// offered account accepts. An address that nobody holds the key of can so never become the operator.
abstract contract Operated {
    /// The operator offers to hand over to `next`, in place of any offer before; zero withdraws it.
    event OperatorOffered(address indexed next);

    error NotOperator(address caller);
    error NotOffered(address caller);

    /// Who may become the operator by accepting; zero while nothing is offered.
    address public pendingOperator;
    /// The only account that may do what an operator may. Declared last, so that a small counter of
    /// the contract itself shares its slot and is read and written with it.
    address public operator;

    modifier onlyOperator() {
        require(msg.sender == operator, NotOperator(msg.sender));
        _;
    }

    constructor(address operator_) {
        operator = operator_;
    }

    /// Offers the operation to `next`; nothing changes until it accepts. Zero withdraws an offer.
    function offerOperator(address next) external onlyOperator {
        pendingOperator = next;
        emit OperatorOffered(next);
    }

    /// Makes the caller, to whom it was offered, the operator; the one before may do nothing more.
    function acceptOperator() external {
        require(msg.sender == pendingOperator, NotOffered(msg.sender));
        address previous = operator;
        operator = msg.sender;
        delete pendingOperator;
        _operatorChanged(previous, msg.sender);
    }

    /// Tells of the change in the contract's own event.
    function _operatorChanged(address previous, address next) internal virtual;
}
