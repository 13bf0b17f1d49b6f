# The outage of 2012 on this kernel (listing, tracking, full, the way out by the printed steps), then a dozen files of modprobe.d
# against what requests really load.
. /lab/common.sh
fact kernel "$(uname -r)"

said 0-untouched.conntrack check_conntrack --forbid
said 0-untouched.modules check_kernel_modules
said 0-untouched.forbid check_kernel_modules --forbid

iptables-legacy -t nat -L -n > /dev/null
fact 1-listed "$(news)"
said 1-listed.conntrack check_conntrack --forbid
said 1-listed.modules check_kernel_modules
said 1-listed.forbid check_kernel_modules --forbid

iptables-legacy -A INPUT -m state --state INVALID -j DROP
sysctl -qw net.netfilter.nf_conntrack_udp_timeout=3600 net.netfilter.nf_conntrack_max=600
# Growth is known from samples that are a second apart.
sleep 2
send 330
said 2-tracking.conntrack check_conntrack
fact 2-tracking "$(cat /proc/sys/net/netfilter/nf_conntrack_count)"
sleep 2
failed=$(send 1500 2000 | sed 's/ of.*//')
fact 3-full-refused "${failed:-0}"
said 3-full.conntrack check_conntrack
fact 3-full "$(cat /proc/sys/net/netfilter/nf_conntrack_count)"
said 3-full.modules check_kernel_modules

# A namespace that has a name, a rule and no process.
ip netns add quiet
ip netns exec quiet ip link set lo up
ip netns exec quiet iptables-legacy -A INPUT -m state --state INVALID -j DROP
ip netns exec quiet /lab/send 50 30000
said 4-namespace.conntrack check_conntrack --namespace quiet
fact 4-namespace "$(ip netns exec quiet cat /proc/sys/net/netfilter/nf_conntrack_count)"

# What the steps say, word for word.
raise=$(sed -n 's/^[0-9]*\. Raise the limit now, on the host: \(sysctl -w [^ ]*\).*/\1/p' /results/3-full.conntrack)
fact 5-raise "$raise"; sh -c "$raise" > /dev/null
said 5-raised.conntrack check_conntrack
iptables-legacy -F INPUT
said 6-rules-gone.forbid check_kernel_modules --forbid
unload=$(sed -n 's/^[0-9]*\. .*unload, users first: //p' /results/6-rules-gone.forbid)
sh -c "$unload" > /dev/null 2>&1; fact 6-unload-with-namespace "$?"
ip netns del quiet; sleep 1
said 7-namespace-gone.forbid check_kernel_modules --forbid
unload=$(sed -n 's/^[0-9]*\. .*unload, users first: //p' /results/7-namespace-gone.forbid)
fact 7-unload-command "$unload"
sh -c "$unload"; fact 7-unload "$?"
fact 7-left "$(news)"
said 8-unloaded.forbid check_kernel_modules --forbid
mkdir -p /etc/modprobe.d
block=$(sed -n 's/^[0-9]*\. Block for good, [^:]*: //p' /results/8-unloaded.forbid)
fact 8-block "$block"; sh -c "$block"
said 9-blocked.forbid check_kernel_modules --forbid
for look in "iptables-legacy -t nat -L -n" "conntrack -L" "nft list ruleset" "modprobe nf_conntrack"; do $look > /dev/null 2>&1; done
fact 9-left "$(news)"
clean >> /results/facts
rm -f /etc/modprobe.d/00-keep-out.conf

# Variants: NAME|lines, ";;" between them, "@FILE" begins another file, "!COMMAND" is run.
write() {
    local file=/etc/modprobe.d/k.conf rest=$1 line
    while [ -n "$rest" ]; do
        case $rest in *';;'*) line=${rest%%;;*}; rest=${rest#*;;} ;; *) line=$rest; rest= ;; esac
        case $line in
        '!'*) eval "${line#!}" ;;
        '@'*) file=${line#@}; mkdir -p "${file%/*}"; : > "$file" ;;
        *) printf '%s\n' "$line" >> "$file" ;;
        esac
    done
}

undo() {
    rm -rf /etc/modprobe.d/k* /usr/lib/modprobe.d/k.conf /usr/local/lib/modprobe.d
    local ko
    for ko in /run/gone/*.ko*; do [ ! -e "$ko" ] || mv "$ko" "$(cat "/run/gone/where")"; done
}

gone() { mkdir -p /run/gone; local ko; ko=$(find /lib/modules -name "$1.ko*" | head -1); echo "$ko" > /run/gone/where; mv "$ko" /run/gone/; }

listed="nf_conntrack nf_nat iptable_nat xt_conntrack nft_ct"
while IFS='|' read -r variant text; do
    [ -n "$variant" ] || continue
    write "$text"
    check_kernel_modules --modules "${listed// /,}" --output json > "/results/variant-$variant.json" 2>&1
    loaded=
    for request in "iptables-legacy -t nat -L -n" "conntrack -L" $listed; do
        case $request in *' '*) $request > /dev/null 2>&1 ;; *) modprobe "$request" > /dev/null 2>&1 ;; esac
        for module in $(news); do [[ " $loaded " == *" $module "* ]] || loaded="$loaded $module"; done
        [ -z "$(news)" ] || clean >> /results/facts
    done
    fact "variant $variant:$loaded"
    undo
done < /lab/variants
