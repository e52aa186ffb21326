<?php

declare(strict_types=1);

namespace Smartee\Consent;

// What a visitor allowed, for PHP 8.1 and newer: require __DIR__ . '/consent.php'. Made by the build: a new build makes it anew.

const DECLARED = 'DECLARATION';

/** A visitor's answer as one request tells it. */
final class Consent
{
    /** @param list<string> $granted ids, in the order of the declaration */
    public function __construct(
        public readonly string $state,
        public readonly array $granted,
        public readonly ?\DateTimeImmutable $decidedAt,
        private readonly array $necessary,
    ) {
    }

    /** Whether the cookie with this id may be stored; false for an unknown one. */
    public function allows(string $id): bool
    {
        return in_array($id, $this->necessary, true) || in_array($id, $this->granted, true);
    }
}

/**
 * What the `Cookie` header says at `$now`, in seconds since 1970. Of several records the one that grants least binds, of
 * such the newest; what does not parse exactly is unasked. $_COOKIE has one copy of each alone, and other names.
 */
function read(?string $header = null, ?int $now = null): Consent
{
    $declared = json_decode(DECLARED, true, 512, JSON_THROW_ON_ERROR);
    $minute = intdiv($now ?? time(), 60);
    $bound = null;
    foreach (copies($header ?? $_SERVER['HTTP_COOKIE'] ?? '', $declared['record']) as $text) {
        $found = decision($text, $declared, $minute);
        if ($found !== null && ($bound === null || $found < $bound)) {
            $bound = $found;
        }
    }
    if ($bound === null) {
        return new Consent('unasked', [], null, $declared['necessary']);
    }
    [$count, $minutes, , $granted] = $bound;
    $state = $count === 0 ? 'refused' : ($count === count($declared['optional']) ? 'accepted' : 'partial');
    return new Consent($state, $granted, new \DateTimeImmutable('@' . -$minutes * 60), $declared['necessary']);
}

/**
 * The decoded values of all copies of the cookie called `$name`.
 *
 * @return list<string>
 */
function copies(string $header, string $name): array
{
    $found = [];
    foreach (explode(';', $header) as $part) {
        $pair = explode('=', $part, 2);
        if (count($pair) === 2 && decode($pair[0]) === $name) {
            $found[] = decode($pair[1]);
        }
    }
    return $found;
}

/** As js-cookie does: quotes around it go, a `%` that starts no pair of hex digits stays. */
function decode(string $raw): string
{
    $text = trim($raw, " \t");
    if (str_starts_with($text, '"')) {
        $text = substr($text, 1, -1);
    }
    return preg_replace_callback('/%[0-9a-f]{2}/i', static fn (array $found): string => rawurldecode($found[0]), $text);
}

/**
 * The decision in this text, as what is least first: how many are granted, the minutes negative, the text, the ids.
 * Null where it does not bind at `$minute`.
 *
 * @return array{int, int, string, list<string>}|null
 */
function decision(string $text, array $declared, int $minute): ?array
{
    $parts = explode('.', $text);
    if (count($parts) !== 4) {
        return null;
    }
    $minutes = (int) $parts[3];
    $asked = explode('+', $parts[2]);
    $granted = array_values(array_filter($declared['optional'], static fn (string $id): bool => in_array($id, $asked, true)));
    // Only what reads as it is written binds: that holds for every part of it.
    $written = implode('.', [$declared['version'], $declared['fingerprint'], implode('+', $granted) ?: '-', $minutes]);
    $age = $minute - $minutes;
    if ($text !== $written || $age < -$declared['ahead'] || $age >= $declared['minutes']) {
        return null;
    }
    return [count($granted), -$minutes, $text, $granted];
}
