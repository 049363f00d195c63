import { expect, test } from 'vitest'
import { isPublicAddress } from '../../../adapters/feeds/addresses.ts'
import { feedUrlProblem } from '../../../domain/feeds.ts'

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '192.167.1.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:81b::200e',
])('%s is of the public internet', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  ['this host', '0.0.0.0'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.178.1'],
  ['link-local, and metadata of clouds', '169.254.169.254'],
  ['shared by providers', '100.64.0.1'],
  ['shared by providers, and metadata of a cloud', '100.100.100.200'],
  ["a cloud's own", '168.63.129.16'],
  ['protocol assignments', '192.0.0.192'],
  ['documentation', '203.0.113.7'],
  ['benchmarks', '198.19.255.255'],
  ['multicast', '224.0.0.251'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['link-local', 'fe80::1'],
  ['link-local with its interface', 'fe80::1%eth0'],
  ['unique local', 'fd00:ec2::254'],
  ['unique local', 'fc00::1'],
  ['mapped IPv4', '::ffff:127.0.0.1'],
  ['mapped IPv4 in hexadecimal', '::ffff:7f00:1'],
  ['mapped public IPv4', '::ffff:8.8.8.8'],
  ['compatible IPv4', '::127.0.0.1'],
  ['translated IPv4', '64:ff9b::a9fe:a9fe'],
  ['IPv4 through 6to4', '2002:7f00:1::'],
  ['IPv4 through Teredo', '2001:0:4136:e378::1'],
  ['documentation', '2001:db8::1'],
  ['multicast', 'ff02::1'],
  ['no address', 'localhost'],
  ['no address', ''],
])('%s is refused: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://0x7f.1/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://[::ffff:127.0.0.1]/',
  'http://[0:0:0:0:0:ffff:7f00:0001]/',
  'http://①②⑦.⓪.⓪.①/',
])('however loopback is written, %s, it is refused', (url) => {
  const { hostname } = new URL(url)
  expect(isPublicAddress(hostname.replaceAll(/[[\]]/g, ''))).toBe(false)
})

test.each([
  ['https://calendar.example/feed.ics', undefined],
  ['http://127.0.0.1:8080/feed.ics', undefined],
  ['http://calendar.example/feed.ics', 'must begin with https://'],
  ['http://127.0.0.1:8081/feed.ics', 'must begin with https://'],
  ['webcal://calendar.example/feed.ics', 'must begin with https://'],
  ['file:///etc/passwd', 'must begin with https://'],
  ['ftp://calendar.example/', 'must begin with https://'],
  ['https://ida:secret@calendar.example/', 'must not hold a user name or password'],
  ['calendar.example', 'is not a URL'],
  ['https://', 'is not a URL'],
])('of an address of a feed, %s, is said: %s', (url, problem) => {
  expect(feedUrlProblem(url, ['127.0.0.1:8080'])).toBe(problem)
})
