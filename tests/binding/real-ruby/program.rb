# program.rb PLUGIN: loads it and calls its functions.
require "fiddle"
plugin = Fiddle.dlopen(ARGV[0])
["plugin_has_context", "plugin_answer"].each do |name|
  puts "#{name} #{Fiddle::Function.new(plugin[name], [], Fiddle::TYPE_INT, need_gvl: true).call}"
end
