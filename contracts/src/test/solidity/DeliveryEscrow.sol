// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReceiptAnchor} from "../../main/solidity/ReceiptAnchor.sol";
import {ReceiptVerifier} from "../../main/solidity/ReceiptVerifier.sol";

/// How a contract decides a dispute from a receipt: a buyer's money for one order goes to the agent
/// that shows a proven receipt of its completion in time, and else back to the buyer.
contract DeliveryEscrow {
    using SafeERC20 for IERC20;

    struct Order {
        address buyer;
        address agent;
        IERC20 asset;
        uint256 price;
        uint256 deadline;
    }

    uint8 private constant COMPLETED = 1;
    /// Time for a receipt's period to be closed and anchored.
    uint256 private constant GRACE = 2 days;

    error NotProven(ReceiptVerifier.FailedCheck failed);
    error OtherOrder();
    error NotDecided();

    ReceiptVerifier public immutable verifier;
    mapping(bytes32 orderId => Order) public orders;

    constructor(ReceiptVerifier verifier_) {
        verifier = verifier_;
    }

    function open(bytes32 orderId, Order calldata order) external {
        require(orders[orderId].buyer == address(0) && order.buyer == msg.sender, OtherOrder());
        orders[orderId] = order;
        order.asset.safeTransferFrom(msg.sender, address(this), order.price);
    }

    /// Anyone may carry the receipt here.
    function deliver(
        ReceiptAnchor.Receipt calldata receipt,
        bytes calldata signature,
        ReceiptVerifier.Inclusion calldata inclusion
    ) external {
        Order memory order = orders[receipt.orderId];
        bool concerns = receipt.verdict == COMPLETED && receipt.agent == order.agent
            && receipt.buyer == order.buyer && receipt.asset == address(order.asset)
            && receipt.amount == order.price && receipt.completedAt <= order.deadline * 1000;
        require(concerns, OtherOrder());
        ReceiptVerifier.FailedCheck failed = verifier.verify(receipt, signature, inclusion);
        require(failed == ReceiptVerifier.FailedCheck.None, NotProven(failed));
        delete orders[receipt.orderId];
        order.asset.safeTransfer(order.agent, order.price);
    }

    /// When so long after the deadline nobody has shown a receipt: the buyer is right.
    function takeBack(bytes32 orderId) external {
        Order memory order = orders[orderId];
        require(order.buyer != address(0), OtherOrder());
        require(block.timestamp > order.deadline + GRACE, NotDecided());
        delete orders[orderId];
        order.asset.safeTransfer(order.buyer, order.price);
    }
}
