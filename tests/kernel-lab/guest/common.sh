# For the script that runs inside: what is loaded, how to get back to a clean kernel, and one file for each output of a check.
export NAGIOS_PLUGIN_STATE_DIRECTORY=/run/plugin-state
mkdir -p "$NAGIOS_PLUGIN_STATE_DIRECTORY"

declare -A baseline
while read -r name rest; do baseline[$name]=1; done < /proc/modules

# Modules that came since the machine was up, one line.
news() {
    local name rest all=
    while read -r name rest; do [ -n "${baseline[$name]:-}" ] || all="$all $name"; done < /proc/modules
    echo "${all# }"
}

# Takes them out again, users first.
clean() {
    local round name size users rest free left table
    [ ! -e /proc/net/ip_tables_names ] || while read -r table; do iptables-legacy -t "$table" -F; done < /proc/net/ip_tables_names
    for round in {1..60}; do
        free= left=
        while read -r name size users rest; do
            [ -n "${baseline[$name]:-}" ] && continue
            left="$left $name"
            [ "$users" = 0 ] && free="$free $name"
        done < /proc/modules
        [ -n "$left" ] || return
        [ -z "$free" ] || rmmod $free 2> /dev/null || sleep 0.05
    done
    echo "NOT CLEAN:$left"
}

# said FILE COMMAND...: what a check says, with its exit code in the last line.
said() {
    local file=/results/$1
    shift
    "$@" > "$file" 2>&1
    echo "[exit $?]" >> "$file"
}

fact() { echo "$*" >> /results/facts; }
