// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// Play money for devnets only: anyone can mint any amount, so a unit is worth nothing anywhere.
///
/// Six decimals and EIP-3009 with free 32-byte nonces, like the dollar tokens it stands in for.
contract TestUSD is ERC3009 {
    constructor() ERC20("Test USD (devnet only)", "TUSD") EIP712("Test USD", "1") {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// Makes `amount` new units for `to`; open to everyone.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
