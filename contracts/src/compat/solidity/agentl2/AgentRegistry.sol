// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// Stand-in for AgentL2's registry of agents and their services; see README.md beside it.
contract AgentRegistry is Ownable {
    struct Agent {
        address owner;
        string did;
        string metadataURI;
        uint256 reputationScore;
        uint256 totalEarned;
        uint256 totalSpent;
        uint256 registeredAt;
        bool active;
    }

    struct Service {
        address agent;
        string serviceType;
        uint256 pricePerUnit;
        string metadataURI;
        bool active;
    }

    uint256 private constant LONGEST_TEXT = 512;
    uint256 private constant FULL_REPUTATION = 10_000;

    mapping(address agent => Agent) public agents;
    mapping(bytes32 serviceId => Service) public services;
    mapping(address agent => bytes32[]) public agentServices;
    address[] public allAgents;

    event AgentRegistered(address indexed agent, string did, address owner);
    event AgentUpdated(address indexed agent, string metadataURI);
    event AgentDeactivated(address indexed agent);
    event ServiceRegistered(bytes32 indexed serviceId, address indexed agent, string serviceType);
    event ServiceUpdated(bytes32 indexed serviceId, uint256 pricePerUnit);
    event ServiceDeactivated(bytes32 indexed serviceId);
    event EarningsRecorded(address indexed agent, uint256 amount);
    event SpendingRecorded(address indexed agent, uint256 amount);
    event ReputationUpdated(address indexed agent, uint256 score);

    error AgentAlreadyRegistered();
    error AgentNotActive();
    error NotAgentOwner();
    error TextTooLong();
    error ReputationOutOfRange();

    constructor() Ownable(msg.sender) {}

    modifier onlyAgentOwner(address agent) {
        require(agents[agent].owner == msg.sender, NotAgentOwner());
        _;
    }

    /// Anyone may register any address, once; whoever does owns it here.
    function registerAgent(address agent, string calldata did, string calldata metadataURI)
        external
    {
        require(agents[agent].registeredAt == 0, AgentAlreadyRegistered());
        require(bytes(did).length <= LONGEST_TEXT, TextTooLong());
        require(bytes(metadataURI).length <= LONGEST_TEXT, TextTooLong());
        agents[agent] = Agent(
            msg.sender, did, metadataURI, FULL_REPUTATION / 2, 0, 0, block.timestamp, true
        );
        allAgents.push(agent);
        emit AgentRegistered(agent, did, msg.sender);
    }

    function updateAgent(address agent, string calldata metadataURI)
        external
        onlyAgentOwner(agent)
    {
        require(bytes(metadataURI).length <= LONGEST_TEXT, TextTooLong());
        agents[agent].metadataURI = metadataURI;
        emit AgentUpdated(agent, metadataURI);
    }

    function deactivateAgent(address agent) external onlyAgentOwner(agent) {
        agents[agent].active = false;
        emit AgentDeactivated(agent);
    }

    function registerService(
        address agent,
        string calldata serviceType,
        uint256 pricePerUnit,
        string calldata metadataURI
    ) external onlyAgentOwner(agent) returns (bytes32 serviceId) {
        require(agents[agent].active, AgentNotActive());
        require(bytes(metadataURI).length <= LONGEST_TEXT, TextTooLong());
        uint256 known = agentServices[agent].length;
        serviceId = keccak256(abi.encodePacked(agent, serviceType, block.timestamp, known));
        services[serviceId] = Service(agent, serviceType, pricePerUnit, metadataURI, true);
        agentServices[agent].push(serviceId);
        emit ServiceRegistered(serviceId, agent, serviceType);
    }

    function updateServicePrice(bytes32 serviceId, uint256 pricePerUnit)
        external
        onlyAgentOwner(services[serviceId].agent)
    {
        services[serviceId].pricePerUnit = pricePerUnit;
        emit ServiceUpdated(serviceId, pricePerUnit);
    }

    function deactivateService(bytes32 serviceId)
        external
        onlyAgentOwner(services[serviceId].agent)
    {
        services[serviceId].active = false;
        emit ServiceDeactivated(serviceId);
    }

    function recordEarnings(address agent, uint256 amount) external onlyOwner {
        agents[agent].totalEarned += amount;
        emit EarningsRecorded(agent, amount);
    }

    function recordSpending(address agent, uint256 amount) external onlyOwner {
        agents[agent].totalSpent += amount;
        emit SpendingRecorded(agent, amount);
    }

    function updateReputation(address agent, uint256 score) external onlyOwner {
        require(score <= FULL_REPUTATION, ReputationOutOfRange());
        agents[agent].reputationScore = score;
        emit ReputationUpdated(agent, score);
    }

    function getAgentServices(address agent) external view returns (bytes32[] memory) {
        return agentServices[agent];
    }

    function getAgentCount() external view returns (uint256) {
        return allAgents.length;
    }

    function isActiveAgent(address agent) external view returns (bool) {
        return agents[agent].active;
    }
}
