<?php
exit(plugin_work());
