import { BlockList, isIP } from 'node:net'

/** Not of the public internet: IANA's special-purpose registries (RFC 6890), multicast, and what clouds answer their own machines at. */
const REFUSED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // shared by providers (CGNAT); also Alibaba's metadata
  '127.0.0.0/8',
  '168.63.129.16/32', // Azure's platform
  '169.254.0.0/16', // link-local; also metadata
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Within 2000::/3; outside of it nothing is public (loopback, ULA, link-local, mapped and translated IPv4). */
const REFUSED_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const listOf = (networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), family)
  }
  return list
}

const refusedIpv4 = listOf(REFUSED_IPV4, 'ipv4')
const refusedIpv6 = listOf(REFUSED_IPV6, 'ipv6')
const globalIpv6 = listOf(['2000::/3'], 'ipv6')

/** Whether an address as the resolver writes it may be asked for a feed: one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !refusedIpv4.check(address, 'ipv4')
  if (isIP(address) !== 6 || address.includes('%')) return false
  return globalIpv6.check(address, 'ipv6') && !refusedIpv6.check(address, 'ipv6')
}
