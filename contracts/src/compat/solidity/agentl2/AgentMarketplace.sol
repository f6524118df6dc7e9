// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {AgentRegistry} from "./AgentRegistry.sol";

/// Stand-in for AgentL2's marketplace: orders with escrow in the chain's own coin, and streams of
/// payment; see README.md beside it.
contract AgentMarketplace is Ownable, Pausable, ReentrancyGuard {
    enum OrderStatus {
        Pending,
        Completed,
        Disputed,
        Cancelled,
        Refunded,
        DisputeResolved
    }

    struct Order {
        bytes32 serviceId;
        address buyer;
        address seller;
        uint256 units;
        uint256 totalPrice;
        uint256 createdAt;
        uint256 deadline;
        OrderStatus status;
        string resultURI;
        bytes resultHash;
    }

    struct PaymentStream {
        address payer;
        address payee;
        uint256 ratePerSecond;
        uint256 startTime;
        uint256 lastClaimed;
        uint256 balance;
        bool active;
    }

    uint256 public constant BPS_DENOMINATOR = 10_000;

    AgentRegistry public immutable registry;
    address public immutable feeCollector;
    uint256 public protocolFeeBps = 250;
    uint256 public collectedFees;

    mapping(bytes32 orderId => Order) public orders;
    mapping(bytes32 streamId => PaymentStream) public streams;
    mapping(address agent => bytes32[]) public agentOrders;

    event OrderCreated(
        bytes32 indexed orderId,
        bytes32 indexed serviceId,
        address buyer,
        address seller,
        uint256 totalPrice
    );
    event OrderCompleted(bytes32 indexed orderId, string resultURI);
    event OrderDisputed(bytes32 indexed orderId, string reason);
    event OrderCancelled(bytes32 indexed orderId);
    event OrderRefunded(bytes32 indexed orderId, uint256 amount);
    event OrderDisputeResolved(bytes32 indexed orderId, bool refundBuyer);
    event StreamStarted(
        bytes32 indexed streamId,
        address indexed payer,
        address indexed payee,
        uint256 ratePerSecond
    );
    event StreamClaimed(bytes32 indexed streamId, uint256 amount);
    event StreamStopped(bytes32 indexed streamId);

    error OrderNotPending();
    error DeadlinePassed();
    error NotSeller();
    error NotBuyer();
    error ServiceNotActive();
    error InsufficientPayment();
    error InvalidDeadline();
    error CannotDispute();
    error NotDisputed();
    error NotFeeCollector();
    error PayeeNotActiveAgent();
    error MustDepositFunds();
    error InvalidRate();
    error NotPayee();
    error NotPayer();
    error StreamNotActive();

    constructor(address registry_, address feeCollector_) Ownable(msg.sender) {
        registry = AgentRegistry(registry_);
        feeCollector = feeCollector_;
    }

    modifier onlyFeeCollector() {
        require(msg.sender == feeCollector, NotFeeCollector());
        _;
    }

    function createOrder(bytes32 serviceId, uint256 units, uint256 deadline)
        external
        payable
        nonReentrant
        whenNotPaused
        returns (bytes32 orderId)
    {
        (address seller,, uint256 pricePerUnit,, bool active) = registry.services(serviceId);
        require(active, ServiceNotActive());
        require(deadline > block.timestamp, InvalidDeadline());
        uint256 totalPrice = pricePerUnit * units;
        require(msg.value >= totalPrice, InsufficientPayment());

        uint256 known = agentOrders[msg.sender].length;
        orderId = keccak256(abi.encodePacked(serviceId, msg.sender, block.timestamp, known));
        Order storage order = orders[orderId];
        (order.serviceId, order.buyer, order.seller) = (serviceId, msg.sender, seller);
        (order.units, order.totalPrice) = (units, totalPrice);
        (order.createdAt, order.deadline) = (block.timestamp, deadline);
        agentOrders[msg.sender].push(orderId);
        agentOrders[seller].push(orderId);
        emit OrderCreated(orderId, serviceId, msg.sender, seller, totalPrice);

        if (msg.value > totalPrice) {
            _pay(msg.sender, msg.value - totalPrice);
        }
    }

    function completeOrder(bytes32 orderId, string calldata resultURI, bytes calldata resultHash)
        external
        nonReentrant
    {
        Order storage order = orders[orderId];
        require(msg.sender == order.seller, NotSeller());
        require(order.status == OrderStatus.Pending, OrderNotPending());
        require(block.timestamp <= order.deadline, DeadlinePassed());

        order.status = OrderStatus.Completed;
        order.resultURI = resultURI;
        order.resultHash = resultHash;
        uint256 fee = order.totalPrice * protocolFeeBps / BPS_DENOMINATOR;
        collectedFees += fee;
        registry.recordEarnings(order.seller, order.totalPrice - fee);
        registry.recordSpending(order.buyer, order.totalPrice);
        emit OrderCompleted(orderId, resultURI);
        _pay(order.seller, order.totalPrice - fee);
    }

    function cancelOrder(bytes32 orderId) external nonReentrant {
        Order storage order = orders[orderId];
        require(msg.sender == order.buyer, NotBuyer());
        require(order.status == OrderStatus.Pending, OrderNotPending());
        require(block.timestamp <= order.deadline, DeadlinePassed());

        order.status = OrderStatus.Cancelled;
        emit OrderCancelled(orderId);
        _pay(order.buyer, order.totalPrice);
    }

    /// At any time, after the deadline too: the only way to money that is frozen by it.
    function disputeOrder(bytes32 orderId, string calldata reason) external {
        Order storage order = orders[orderId];
        require(msg.sender == order.buyer, NotBuyer());
        require(order.status == OrderStatus.Pending, CannotDispute());

        order.status = OrderStatus.Disputed;
        emit OrderDisputed(orderId, reason);
    }

    function resolveDispute(bytes32 orderId, bool refundBuyer)
        external
        nonReentrant
        onlyFeeCollector
    {
        Order storage order = orders[orderId];
        require(order.status == OrderStatus.Disputed, NotDisputed());

        order.status = refundBuyer ? OrderStatus.Refunded : OrderStatus.Pending;
        emit OrderDisputeResolved(orderId, refundBuyer);
        if (refundBuyer) {
            emit OrderRefunded(orderId, order.totalPrice);
            _pay(order.buyer, order.totalPrice);
        }
    }

    function startStream(address payee, uint256 ratePerSecond)
        external
        payable
        nonReentrant
        whenNotPaused
        returns (bytes32 streamId)
    {
        require(registry.isActiveAgent(payee), PayeeNotActiveAgent());
        require(msg.value > 0, MustDepositFunds());
        require(ratePerSecond > 0, InvalidRate());

        streamId = keccak256(abi.encodePacked(msg.sender, payee, block.timestamp));
        streams[streamId] = PaymentStream(
            msg.sender, payee, ratePerSecond, block.timestamp, block.timestamp, msg.value, true
        );
        emit StreamStarted(streamId, msg.sender, payee, ratePerSecond);
    }

    function claimStream(bytes32 streamId) external nonReentrant {
        PaymentStream storage stream = streams[streamId];
        require(stream.active, StreamNotActive());
        require(msg.sender == stream.payee, NotPayee());
        _claim(streamId, stream);
    }

    function stopStream(bytes32 streamId) external nonReentrant {
        PaymentStream storage stream = streams[streamId];
        require(stream.active, StreamNotActive());
        require(msg.sender == stream.payer, NotPayer());
        _claim(streamId, stream);
        uint256 rest = stream.balance;
        (stream.balance, stream.active) = (0, false);
        emit StreamStopped(streamId);
        _pay(stream.payer, rest);
    }

    function withdrawFees() external nonReentrant onlyFeeCollector {
        uint256 fees = collectedFees;
        collectedFees = 0;
        _pay(feeCollector, fees);
    }

    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }

    /// All of an agent's orders, as buyer and as seller, however many these are.
    function getAgentOrders(address agent) external view returns (bytes32[] memory) {
        return agentOrders[agent];
    }

    function _claim(bytes32 streamId, PaymentStream storage stream) private {
        uint256 earned = (block.timestamp - stream.lastClaimed) * stream.ratePerSecond;
        uint256 amount = earned < stream.balance ? earned : stream.balance;
        stream.lastClaimed = block.timestamp;
        stream.balance -= amount;
        emit StreamClaimed(streamId, amount);
        _pay(stream.payee, amount);
    }

    function _pay(address to, uint256 amount) private {
        (bool paid,) = to.call{value: amount}("");
        require(paid, "Transfer failed");
    }
}
