// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {TestUSD} from "../../main/solidity/TestUSD.sol";

/// A token whose transfers fail in one of the ways that real tokens fail.
contract FailingToken is TestUSD {
    enum Failure {
        ReturnsFalse,
        Reverts,
        BurnsAllGas,
        NoBalance
    }

    Failure public immutable failure;

    constructor(Failure failure_) {
        failure = failure_;
    }

    function transfer(address, uint256) public view override returns (bool) {
        require(failure != Failure.Reverts, "frozen");
        while (failure == Failure.BurnsAllGas) {}
        return false;
    }

    function balanceOf(address account) public view override returns (uint256) {
        require(failure != Failure.NoBalance, "no balance");
        return super.balanceOf(account);
    }
}

/// An ERC-20 without return values, as some old tokens are.
contract SilentToken {
    mapping(address => uint256) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }
}

/// A token that claims the same row again while it is being transferred.
contract ReentrantToken is TestUSD {
    bytes private attack;
    bool public reentered;

    function arm(bytes calldata call_) external {
        attack = call_;
    }

    function _update(address from, address to, uint256 value) internal override(ERC20) {
        super._update(from, to, value);
        if (attack.length == 0) return;
        (bool ok,) = from.call(attack);
        reentered = reentered || ok;
    }
}

/// An EIP-3009 token that takes the authorization and moves less than it says.
contract ShortToken is TestUSD {
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256,
        uint256,
        bytes32,
        uint8,
        bytes32,
        bytes32
    ) public override {
        _transfer(from, to, value - 1);
    }
}
